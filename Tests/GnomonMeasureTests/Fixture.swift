import Foundation
import GnomonData
import GnomonMeasure
import GnomonNative
import GnomonRuntimes

/// The child's executable, which is built beside the tests.
enum Fixture {
    static let path: String? = {
        var candidates = [URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()]
        if let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
            candidates.append(URL(fileURLWithPath: link).deletingLastPathComponent())
        }
        for argument in CommandLine.arguments where argument.contains(".xctest") {
            candidates.append(URL(fileURLWithPath: argument).deletingLastPathComponent())
        }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
        candidates.append(root.appendingPathComponent(".build/debug"))
        return candidates.map { $0.appendingPathComponent("GnomonChildFixture").path }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    static var hasONNXRuntime: Bool { NativeLocations.current.hasLibrary(.onnxRuntime) }

    static var hasOpenVINO: Bool { NativeLocations.current.hasLibrary(.openVINO) }

    static var measurer: Measurer { Measurer(executable: [path ?? "/nonexistent"]) }

    /// Quick options: two launches with next to no warm-up.
    static func quick(launches: Int = 2) -> MeasureOptions {
        MeasureOptions(
            launches: launches, maximumLaunches: launches, budget: 8, attempts: 1, warmupMilliseconds: 5)
    }

    static func null(_ settings: [String: String] = [:]) -> Platform {
        Platform(name: "null", runtime: "null", settings: settings)
    }
}
