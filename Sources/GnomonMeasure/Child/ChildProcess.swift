import Foundation
import GnomonNative
import GnomonRuntimes

/// The throw-away process in which foreign models and native libraries run.
public enum ChildProcess {
    /// The descriptor on which a child finds its model.
    static let modelDescriptor: Int32 = 3
    /// The longest line of the protocol, in bytes.
    static let longestLine = 8 << 20
    /// The environment variable with the limits, as JSON.
    static let limitsVariable = "GNOMON_CHILD_LIMITS"

    /// The body of the hidden command `run-child`: obeys requests on standard input until it ends.
    ///
    /// Returns the exit code.
    public static func main() -> Int32 {
        setenv("OMP_WAIT_POLICY", "passive", 0)
        // A chatty library must not spoil the stream: the protocol moves to descriptors of its own.
        let input = fcntl(0, F_DUPFD_CLOEXEC, 10)
        let output = fcntl(1, F_DUPFD_CLOEXEC, 10)
        let nothing = Foundation.open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard input >= 0, output >= 0, nothing >= 0, dup2(nothing, 0) >= 0, dup2(2, 1) >= 0 else { return 70 }
        var limits = ProcessLimits()
        if let text = ProcessInfo.processInfo.environment[limitsVariable],
            let given = try? JSONDecoder().decode(ProcessLimits.self, from: Data(text.utf8))
        {
            limits = given
        }
        var channel = ChildChannel(input: input, output: output)
        do throws(NativeError) { try limits.harden() } catch {
            channel.send(ChildReply(error: .init(code: "lost", message: error.message)))
            return 70
        }
        let worker = ChildWorker()
        while let line = channel.nextLine() {
            guard let request = try? JSONDecoder().decode(ChildRequest.self, from: Data(line)) else {
                channel.send(ChildReply(error: .init(code: "protocolViolation", message: "unknown request")))
                return 65
            }
            channel.send(worker.answer(request))
            if request.close != nil { return 0 }
        }
        return 0
    }
}

/// Lines in and out over two descriptors.
struct ChildChannel {
    var input: Int32
    var output: Int32
    private var buffer: [UInt8] = []

    init(input: Int32, output: Int32) {
        self.input = input
        self.output = output
    }

    /// The next line without its end; nil at the end of the stream or when a line is too long.
    mutating func nextLine() -> [UInt8]? {
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                let line = Array(buffer[..<end])
                buffer.removeSubrange(...end)
                return line
            }
            guard buffer.count <= ChildProcess.longestLine else { return nil }
            let count = read(input, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            buffer.append(contentsOf: chunk[..<count])
        }
    }

    func send(_ reply: ChildReply) {
        guard var data = try? JSONEncoder().encode(reply) else { return }
        data.append(0x0A)
        data.withUnsafeBytes { bytes in
            var offset = 0
            while offset < bytes.count, let base = bytes.baseAddress {
                let count = write(output, base + offset, bytes.count - offset)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                offset += count
            }
        }
    }
}
