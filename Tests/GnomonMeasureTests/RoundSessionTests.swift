import GnomonData
import GnomonStatistics
import Testing

@testable import GnomonMeasure

/// A seat that takes a known time and remembers what happened to it.
private final class CountingSeat: LaunchSeat {
    let nanoseconds: Int64
    let log: SeatLog
    var isClean = true
    private var hasEnded = false

    init(_ nanoseconds: Int64, _ log: SeatLog) {
        self.nanoseconds = nanoseconds
        self.log = log
        log.opened += 1
        log.alive += 1
        log.most = max(log.most, log.alive)
    }

    func open() throws(MeasureError) -> SeatOpening { SeatOpening(loadNanoseconds: 1, version: "1") }

    func warm(_ order: WarmOrder) throws(MeasureError) -> WarmResult {
        WarmResult(samples: columns(3, 1), isSteady: true, timerCost: 20, timerResolution: 1, checksum: 1)
    }

    func block(_ order: BlockOrder) throws(MeasureError) -> BlockResult {
        log.turns += 1
        if log.fails { throw MeasureError(.crashed, phase: .block, "gone") }
        isClean = !(log.disturbed > 0 && log.turns.isMultiple(of: log.disturbed))
        return BlockResult(samples: columns(order.timed, order.repeats))
    }

    func close() throws(MeasureError) -> Int64 { 0 }

    func end() {
        if !hasEnded { log.alive -= 1 }
        hasEnded = true
    }

    private func columns(_ count: Int, _ repeats: Int) -> SampleColumns {
        var columns = SampleColumns()
        for place in 0..<count {
            let wall = nanoseconds * Int64(repeats)
            columns.append(
                Launch.Sample(
                    wall: wall, cpu: wall, isClean: isClean, isWarmup: false, repeats: repeats,
                    position: place))
        }
        return columns
    }
}

private final class SeatLog {
    var opened = 0
    var alive = 0
    var most = 0
    var turns = 0
    var disturbed = 0
    var fails = false
}

@Suite("Paired rounds")
struct RoundSessionTests {
    private func session(_ log: SeatLog, capacity: Int = 4) -> RoundSession {
        RoundSession(capacity: capacity, seed: 1) { model throws(MeasureError) in
            CountingSeat(Int64(model.digest) ?? 1000, log)
        }
    }

    private func subject(_ nanoseconds: Int) -> RoundSession.Subject {
        RoundSession.Subject(key: "\(nanoseconds)") { () throws(MeasureError) in
            try ModelBytes([1], digest: "\(nanoseconds)")
        }
    }

    @Test("give each subject's time in order, whatever the order of turns")
    func order() throws {
        let log = SeatLog()
        let rounds = try session(log).rounds([subject(5000), subject(100), subject(70_000)], count: 6)
        #expect(rounds == [[Double]](repeating: [5000, 100, 70_000], count: 6))
        #expect(log.turns == 18)
    }

    @Test("keep processes for the next question, and no more than allowed")
    func reuse() throws {
        let log = SeatLog()
        let session = session(log)
        _ = try session.rounds([subject(1), subject(2), subject(3)], count: 1)
        _ = try session.rounds([subject(1), subject(2), subject(4)], count: 1)
        #expect(log.opened == 4)
        _ = try session.rounds([subject(5), subject(6)], count: 1)
        #expect(log.opened == 6 && log.most == 4)
        _ = try session.rounds([subject(4)], count: 1)
        #expect(log.opened == 6)
        session.end()
        #expect(log.alive == 0)
    }

    @Test("start the processes of their subjects anew when asked to, and no others")
    func renewal() throws {
        let log = SeatLog()
        let session = session(log)
        _ = try session.rounds([subject(1), subject(2), subject(3)], count: 1)
        _ = try session.rounds([subject(1), subject(2)], count: 1, isRenewed: true)
        #expect(log.opened == 5 && log.alive == 3)
        _ = try session.rounds([subject(3)], count: 1)
        #expect(log.opened == 5)
    }

    @Test("leave disturbed rounds out, and do not go on for ever")
    func disturbed() throws {
        let log = SeatLog()
        log.disturbed = 5
        let some = try session(log).rounds([subject(1), subject(2)], count: 10)
        #expect(some.count == 10)
        log.disturbed = 1
        #expect(try session(log).rounds([subject(1)], count: 10).isEmpty)
    }

    @Test("a process that died is reported and gone")
    func failure() throws {
        let log = SeatLog()
        let session = session(log)
        log.fails = true
        #expect(throws: MeasureError.self) { try session.rounds([subject(1)], count: 1) }
        #expect(log.alive == 0)
    }
}
