import CGnomonSystem
import Foundation

/// Programs that run beside this one: pipes to them, their start, and what became of them.
public enum ChildProgram {
    /// The two ends of a pipe that no other program inherits.
    public struct Pipe: Hashable, Sendable {
        /// The descriptor to read from.
        public var reading: Int32
        /// The descriptor to write to.
        public var writing: Int32
    }

    /// How a program ended.
    public enum Ending: Hashable, Sendable {
        /// By itself, with this code.
        case code(Int32)
        /// By this signal.
        case signal(Int32)
    }

    /// A new pipe; the caller closes both ends.
    ///
    /// - Throws: `NativeError` (failed) with the reason the kernel gave.
    public static func pipe() throws(NativeError) -> Pipe {
        var ends: [Int32] = [-1, -1]
        let status = gnomon_pipe(&ends)
        guard status == 0 else {
            throw NativeError(.failed, "no pipe: \(String(cString: strerror(status)))")
        }
        return Pipe(reading: ends[0], writing: ends[1])
    }

    /// Starts a program in a process group of its own and returns its process number.
    ///
    /// It has the four descriptors as 0, 1, 2 and 3, and inherits nothing else. `arguments` begins with the
    /// program's name; `environment` has entries `NAME=value`.
    ///
    /// - Throws: `NativeError` (failed) with the reason the kernel gave.
    public static func start(
        _ path: String, arguments: [String], environment: [String],
        descriptors: (Int32, Int32, Int32, Int32)
    ) throws(NativeError) -> Int32 {
        let words = arguments.map { strdup($0) } + [nil]
        let variables = environment.map { strdup($0) } + [nil]
        defer { for text in words + variables { free(text) } }
        let four = [descriptors.0, descriptors.1, descriptors.2, descriptors.3]
        let started = gnomon_spawn(path, words, variables, four)
        guard started > 0 else {
            throw NativeError(.failed, "\(path): \(String(cString: strerror(-started)))")
        }
        return started
    }

    /// What the status that `waitpid` gave means.
    public static func ending(status: Int32) -> Ending {
        let signal = gnomon_exit_signal(status)
        return signal == 0 ? .code(gnomon_exit_code(status)) : .signal(signal)
    }
}
