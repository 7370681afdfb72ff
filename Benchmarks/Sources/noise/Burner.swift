import Foundation

/// A process that burns processor time in bursts for a bounded time.
final class Burner {
    private let process = Process()

    /// Starts this program again as a burner.
    init(seconds: Double) throws {
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["burn", "\(seconds)"]
        try process.run()
    }

    deinit {
        // By its number, and no other.
        process.terminate()
        process.waitUntilExit()
    }

    /// On for 0.25 s and off for 0.35 s on average, walking through 8 MB.
    static func burn(seconds: Double) {
        var values = [UInt64](repeating: 1, count: 1 << 20)
        let end = Date().addingTimeInterval(seconds)
        while Date() < end {
            let burst = Date().addingTimeInterval(-0.25 * log(Double.random(in: 0.001..<1)))
            while Date() < min(burst, end) {
                for index in values.indices {
                    values[index] = values[index] &* 6_364_136_223_846_793_005 &+ 1
                }
            }
            usleep(UInt32(min(2, -0.35 * log(Double.random(in: 0.001..<1))) * 1e6))
        }
    }
}
