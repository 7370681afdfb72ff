import Foundation
import GnomonNative
import Testing

#if os(Linux)
    /// What happens to children in which a real runtime works on a real network.
    @Suite(
        "A runtime's process that is disturbed", .serialized,
        .enabled(if: Command.isBuilt, Comment(rawValue: Command.notBuilt)),
        .enabled(
            if: NativeLocations.current.hasLibrary(.onnxRuntime), "ONNX Runtime is not installed"))
    struct SandboxTests {
        private func children(of process: Int32) -> [Int32] {
            let threads =
                (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
            return threads.flatMap { thread -> [Int32] in
                let path = "/proc/\(process)/task/\(thread)/children"
                let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
                return text.split(separator: " ").compactMap { Int32($0) }
            }
        }

        /// Sends a signal to the first child that has worked for a moment; returns it.
        private func disturb(_ process: Int32, with signal: Int32) -> Int32? {
            for _ in 0..<400 {
                if let child = children(of: process).first {
                    usleep(600_000)
                    if kill(child, signal) == 0 { return child }
                }
                usleep(20_000)
            }
            return nil
        }

        @Test(
            "killed or stopped, it is one error with a sentence, and no process is left",
            arguments: [SIGKILL, SIGSTOP, SIGSEGV])
        func signals(signal: Int32) throws {
            let command = try Command()
            defer { command.remove() }
            let path = command.folder + "/r.onnx"
            #expect(try command.run(["generate", "resnet18", "--output", path]).status == 0)
            var child: Int32?
            let outcome = try command.run(
                ["measure", path, "--on", "ort-cpu-1t", "--budget", "20s", "--json"], seconds: 120
            ) { process in child = disturb(process, with: signal) }
            let disturbed = try #require(child, "no child was seen")
            #expect(outcome.status != 0, "\(outcome)")
            let error = try #require(outcome.results.first?["error"] as? [String: Any], "\(outcome)")
            #expect((error["message"] as? String ?? "").count > 10, "\(error)")
            #expect(kill(disturbed, 0) != 0, "process \(disturbed) is left")
            // What was asked for afterwards works.
            let after = try command.run(
                ["measure", path, "--on", "ort-cpu-1t", "--launches", "1", "--budget", "3s", "--json"])
            #expect(after.results.first?["error"] == nil, "\(after)")
        }
    }
#endif
