import GnomonData
import GnomonNative
import GnomonStatistics

/// A seat that is a child process.
final class ChildSeat: LaunchSeat {
    private let child: ChildHandle
    private let platform: Platform
    private let options: MeasureOptions
    /// Nanoseconds of an inference, once it is known.
    private var expected = 0.0

    init(executable: [String], model: ModelBytes, platform: Platform, options: MeasureOptions)
        throws(MeasureError)
    {
        child = try ChildHandle(executable: executable, model: model.file, limits: options.limits)
        self.platform = platform
        self.options = options
    }

    func open() throws(MeasureError) -> SeatOpening {
        let opened = try Self.open(
            child, platform: platform, seed: options.seed, seconds: options.openSeconds)
        return SeatOpening(loadNanoseconds: opened.loadNanoseconds, version: opened.version)
    }

    func warm(_ order: WarmOrder) throws(MeasureError) -> WarmResult {
        let seconds = 15 + Double(order.maximumNanoseconds) / 1e9
        let reply = try child.exchange(ChildRequest(warm: order), phase: .warm, seconds: seconds)
        guard let warmed = reply.warmed else { throw Self.unexpected(child, .warm) }
        expected = Quantile.median(warmed.samples.samples.suffix(20).map(\.perInference)) ?? 0
        return warmed
    }

    func block(_ order: BlockOrder) throws(MeasureError) -> BlockResult {
        let runs = Double(order.timed) * Double(order.repeats) * 2 + Double(order.discard)
        let reply = try child.exchange(
            ChildRequest(block: order), phase: .block, seconds: max(10, 20 * expected * runs / 1e9))
        guard let block = reply.block else { throw Self.unexpected(child, .block) }
        return block
    }

    func close() throws(MeasureError) -> Int64 {
        let reply = try child.exchange(ChildRequest(close: .init()), phase: .close, seconds: 5)
        child.reap(seconds: 1)
        return reply.closed?.peakBytes ?? 0
    }

    func end() { child.end() }

    /// Opens the model in a child, pinned if it has one thread.
    static func open(
        _ child: ChildHandle, platform: Platform, seed: UInt64, seconds: Double, range: Range<Int>? = nil
    ) throws(MeasureError) -> ChildReply.Opened {
        let cpu = platform.threads == 1 ? quietCPU() : nil
        let reply = try child.exchange(
            ChildRequest(
                open: .init(
                    platform: platform, seed: seed, cpu: cpu, range: range.map { [$0.lowerBound, $0.count] })),
            phase: .open, seconds: seconds)
        guard let opened = reply.opened else { throw unexpected(child, .open) }
        return opened
    }

    static func unexpected(_ child: ChildHandle, _ phase: MeasureError.Phase) -> MeasureError {
        child.end()
        return MeasureError(.protocolViolation, phase: phase, "the child answered something else")
    }

    /// The last allowed CPU: not CPU 0, which serves most interrupts, if there is another.
    static func quietCPU() -> Int? { ThreadControl.allowedCPUs().last }
}
