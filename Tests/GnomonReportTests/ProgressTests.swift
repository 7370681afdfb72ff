import GnomonReport
import Testing

@Suite("Progress")
struct ProgressTests {
    @Test("A bar shows phase, share, remaining time and detail")
    func bar() {
        let state = ProgressState(phase: "measuring", fraction: 0.5, elapsed: 60, detail: "error 4.2 %")
        #expect(
            ProgressBar.bar(state)
                == "measuring  [###############...............]   50 %  1 min 00 s left  error 4.2 %")
    }

    @Test("A bar never exceeds the terminal", arguments: [0, 1, 10, 20, 40, 60, 80, 200])
    func width(columns: Int) {
        for fraction in [-1, 0, 0.3, 1, 2, Double.nan] {
            let state = ProgressState(
                phase: "learning kernels", fraction: fraction, elapsed: 5, remaining: 100,
                detail: "error 10 %")
            #expect(ProgressBar.bar(state, columns: columns).count <= max(0, columns))
        }
    }

    @Test("A given remaining time wins over the extrapolation; the end says how long it took")
    func remaining() {
        let given = ProgressState(phase: "p", fraction: 0.5, elapsed: 60, remaining: 5)
        #expect(ProgressBar.line(given) == "p   50 %  5 s left")
        let end = ProgressState(phase: "p", fraction: 1, elapsed: 125)
        #expect(ProgressBar.line(end) == "p  100 %  took 2 min 05 s")
        let start = ProgressState(phase: "p", fraction: 0, elapsed: 3)
        #expect(ProgressBar.line(start) == "p    0 %")
    }

    @Test("Elsewhere than on a terminal there is a line for each tenth and for each phase")
    func log() {
        var log = ProgressLog()
        var lines = 0
        for step in 0...1000 {
            let state = ProgressState(phase: "a", fraction: Double(step) / 1000, elapsed: Double(step))
            if log.line(state) != nil { lines += 1 }
        }
        #expect(lines == 11)
        #expect(log.line(ProgressState(phase: "b", fraction: 0, elapsed: 0)) == "b    0 %")
        #expect(log.line(ProgressState(phase: "b", fraction: 0.05, elapsed: 0)) == nil)
    }

    @Test(
        "Durations",
        arguments: [
            (0, "0 s"), (59.4, "59 s"), (59.6, "1 min 00 s"), (125, "2 min 05 s"), (7380, "2 h 03 min"),
            (-1, "-"),
            (.infinity, "-"),
        ])
    func duration(seconds: Double, text: String) {
        #expect(ProgressBar.duration(seconds) == text)
    }

    @Test("A state is an event for programs, with null for what is not known")
    func event() {
        let state = ProgressState(phase: "learning", fraction: 1.5, elapsed: 2.5)
        #expect(
            JSONEncoding.compact(.object(state.json))
                == #"{"schema":"gnomon.progress/1","phase":"learning","fraction":1,"elapsed_seconds":2.5,"#
                + #""remaining_seconds":null,"detail":null}"#)
    }

    @Test("A nonsensical width of the terminal is survived", arguments: [Int.min, -1, .max])
    func hostileWidth(columns: Int) {
        let bar = ProgressBar.bar(ProgressState(phase: "p", fraction: 0.5, elapsed: 1), columns: columns)
        #expect(bar.count < 100)
    }
}
