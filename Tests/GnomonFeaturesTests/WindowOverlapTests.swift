import GnomonTestKit
import Testing

@testable import GnomonFeatures

@Suite("What windows read inside the image")
struct WindowOverlapTests {
    @Test(
        "the share is that of counting every pair",
        arguments: [
            (1, 3, 1, 1, 1), (28, 3, 1, 1, 1), (28, 3, 1, 18, 18), (7, 7, 2, 1, 3), (5, 5, 2, 3, 6),
            (9, 1, 1, 1, 0),
            (4, 2, 3, 1, 0), (2, 3, 1, 4, 4),
        ])
    func counted(input: Int, taps: Int, stride: Int, dilation: Int, padding: Int) {
        let output = (input + 2 * padding - dilation * (taps - 1) - 1) / stride + 1
        var inside = 0
        for position in 0..<output {
            for tap in 0..<taps {
                let place = position * stride + tap * dilation - padding
                if place >= 0, place < input { inside += 1 }
            }
        }
        let share = WindowOverlap.share(
            input: input, output: output, taps: taps, stride: stride, dilation: dilation, padding: padding)
        #expect(abs(share - Double(inside) / Double(output * taps)) < 1e-12)
    }

    @Test("nothing is divided by nothing")
    func empty() {
        #expect(
            WindowOverlap.share(input: 0, output: 0, taps: 0, stride: 0, dilation: 0, padding: 0) == 1)
    }
}
