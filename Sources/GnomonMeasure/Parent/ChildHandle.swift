import Foundation
import GnomonNative

/// A child process seen from its parent: requests with time limits, and a certain end.
final class ChildHandle {
    private var process: pid_t = 0
    private var toChild: Int32 = -1
    private var fromChild: Int32 = -1
    private var errors: Int32 = -1
    private var buffer: [UInt8] = []
    /// The last 64 KiB of standard error.
    private var stderrTail: [UInt8] = []

    /// Starts `executable` with the model on descriptor 3 and nothing else inherited.
    ///
    /// - Throws: `MeasureError` (lost) when it cannot be started.
    init(executable: [String], model: MemoryFile, limits: ProcessLimits) throws(MeasureError) {
        guard let path = executable.first else {
            throw MeasureError(.lost, phase: .start, "no executable was named")
        }
        var input: [Int32] = [-1, -1]
        // A socket rather than a pipe: writing to a dead child must give an error, not a signal.
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &input) == 0
        else { throw MeasureError(.lost, phase: .start, "no socket: \(String(cString: strerror(errno)))") }
        toChild = input[0]
        var given = [input[1]]
        defer { for descriptor in given { Foundation.close(descriptor) } }
        do throws(NativeError) {
            let output = try ChildProgram.pipe()
            fromChild = output.reading
            given.append(output.writing)
            let failure = try ChildProgram.pipe()
            errors = failure.reading
            given.append(failure.writing)
            process = try ChildProgram.start(
                path, arguments: executable, environment: Self.environment(limits),
                descriptors: (input[1], output.writing, failure.writing, model.descriptor))
        } catch {
            throw MeasureError(.lost, phase: .start, error.message)
        }
    }

    deinit {
        end()
        for descriptor in [toChild, fromChild, errors] where descriptor >= 0 { Foundation.close(descriptor) }
    }

    /// Sends a request and waits for its reply.
    ///
    /// - Throws: `MeasureError` with the outcome; the child is dead and reaped afterwards.
    func exchange(
        _ request: ChildRequest, phase: MeasureError.Phase, seconds: Double
    ) throws(MeasureError) -> ChildReply {
        let deadline = MachineClock.wall() + Int64(seconds * 1e9)
        guard var data = try? JSONEncoder().encode(request) else {
            throw MeasureError(.protocolViolation, phase: phase, "a request could not be written")
        }
        data.append(0x0A)
        let sent = data.withUnsafeBytes { send(toChild, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        guard sent == data.count else { throw outcome(phase) }
        let line = try nextLine(phase: phase, deadline: deadline, seconds: seconds)
        guard let reply = try? JSONDecoder().decode(ChildReply.self, from: Data(line)) else {
            end()
            throw MeasureError(
                .protocolViolation, phase: phase, "the child's answer makes no sense", lastLine: lastLine)
        }
        guard let failure = reply.error else { return reply }
        end()
        throw Self.error(failure, phase: phase, lastLine: lastLine)
    }

    /// Ends the child's process group, first kindly, and waits for it.
    ///
    /// Does nothing the second time.
    func end() {
        guard process > 0 else { return }
        var status: Int32 = 0
        kill(-process, SIGTERM)
        let deadline = MachineClock.wall() + 1_000_000_000
        while waitpid(process, &status, WNOHANG) == 0 {
            if MachineClock.wall() > deadline {
                kill(-process, SIGKILL)
                waitpid(process, &status, 0)
                break
            }
            usleep(2000)
        }
        // What the child started itself outlives it unless the group goes too.
        kill(-process, SIGKILL)
        process = 0
    }

    /// Waits for a child that was asked to close; ends it when it does not.
    func reap(seconds: Double) {
        let deadline = MachineClock.wall() + Int64(seconds * 1e9)
        var status: Int32 = 0
        while process > 0, MachineClock.wall() < deadline {
            if waitpid(process, &status, WNOHANG) != 0 {
                kill(-process, SIGKILL)
                process = 0
                return
            }
            usleep(500)
        }
        end()
    }

    // MARK: Reading

    private func nextLine(
        phase: MeasureError.Phase, deadline: Int64, seconds: Double
    ) throws(MeasureError) -> [UInt8] {
        var searched = 0
        while true {
            if let end = buffer[searched...].firstIndex(of: 0x0A) {
                let line = Array(buffer[..<end])
                buffer.removeSubrange(...end)
                return line
            }
            searched = buffer.count
            guard buffer.count <= ChildProcess.longestLine else {
                end()
                throw MeasureError(
                    .protocolViolation, phase: phase, "the child's answer is too long", lastLine: lastLine)
            }
            let left = deadline - MachineClock.wall()
            guard left > 0 else {
                end()
                throw MeasureError(
                    .timedOut, phase: phase, "no answer within \(seconds) s", lastLine: lastLine)
            }
            var polls = [
                pollfd(fd: fromChild, events: Int16(POLLIN), revents: 0),
                pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
            ]
            let ready = poll(&polls, 2, Int32(min(1000, left / 1_000_000 + 1)))
            if ready <= 0 { continue }
            if polls[1].revents != 0 { readErrors() }
            if polls[0].revents != 0, !readAnswer() { throw outcome(phase) }
        }
    }

    /// Whether there was something to read.
    private func readAnswer() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65536)
        let count = read(fromChild, &chunk, chunk.count)
        if count > 0 { buffer.append(contentsOf: chunk[..<count]) }
        return count > 0
    }

    private func readErrors() {
        var chunk = [UInt8](repeating: 0, count: 65536)
        let count = read(errors, &chunk, chunk.count)
        guard count > 0 else {
            Foundation.close(errors)
            errors = -1
            return
        }
        stderrTail.append(contentsOf: chunk[..<count])
        if stderrTail.count > 65536 { stderrTail.removeFirst(stderrTail.count - 65536) }
    }

    private var lastLine: String {
        let text = String(decoding: stderrTail.suffix(4096), as: UTF8.self)
        return text.split(separator: "\n").last.map { String($0.prefix(300)) } ?? ""
    }

    /// What became of a child that stopped answering; reaps it.
    private func outcome(_ phase: MeasureError.Phase) -> MeasureError {
        var status: Int32 = 0
        let deadline = MachineClock.wall() + 1_000_000_000
        while process > 0, MachineClock.wall() < deadline {
            guard waitpid(process, &status, WNOHANG) == process else {
                usleep(1000)
                continue
            }
            kill(-process, SIGKILL)
            process = 0
            drainErrors()
            let signal: Int32
            switch ChildProgram.ending(status: status) {
            case .code(let code):
                return MeasureError(
                    .lost, phase: phase, "the child ended with code \(code)", lastLine: lastLine)
            case .signal(let number): signal = number
            }
            if signal == SIGXCPU {
                return MeasureError(
                    .timedOut, phase: phase, "the processor time is used up", signal: signal,
                    lastLine: lastLine)
            }
            let isMemory = lastLine.contains("bad_alloc") || lastLine.contains("memory")
            return MeasureError(
                isMemory ? .outOfMemory : .crashed, phase: phase,
                "signal \(signal) (\(String(cString: strsignal(signal)))) ended the child", signal: signal,
                lastLine: lastLine)
        }
        end()
        return MeasureError(.lost, phase: phase, "the child closed its output", lastLine: lastLine)
    }

    private func drainErrors() {
        guard errors >= 0 else { return }
        var polls = [pollfd(fd: errors, events: Int16(POLLIN), revents: 0)]
        var rounds = 0
        while rounds < 64, errors >= 0, poll(&polls, 1, 0) > 0 {
            readErrors()
            rounds += 1
        }
    }

    // MARK: Words

    private static func environment(_ limits: ProcessLimits) -> [String] {
        // Swift's runtime would catch what ends a child and look at it for seconds; a signal that nothing but a sender caused
        // would then be survived.
        var variables = [
            "LC_ALL=C", "OMP_WAIT_POLICY=passive", "OMP_NUM_THREADS=1", "SWIFT_BACKTRACE=enable=no",
        ]
        if let data = try? JSONEncoder().encode(limits) {
            variables.append("\(ChildProcess.limitsVariable)=\(String(decoding: data, as: UTF8.self))")
        }
        if limits.keepsFreedMemory {
            // glibc reads these when a process starts; 32 MiB is the most it takes for the first.
            variables += ["MALLOC_MMAP_THRESHOLD_=33554432", "MALLOC_TRIM_THRESHOLD_=1073741824"]
        }
        let own = ProcessInfo.processInfo.environment
        for (name, value) in own
        where name.hasPrefix("GNOMON_") && name != ChildProcess.limitsVariable
            || ["LD_LIBRARY_PATH", "PATH"].contains(name)
        {
            variables.append("\(name)=\(value)")
        }
        // Libraries are found by XDG_DATA_HOME; without a home, none can leave files in it.
        let data = own["XDG_DATA_HOME"].flatMap { $0.isEmpty ? nil : $0 }
        variables.append("XDG_DATA_HOME=\(data ?? (own["HOME"] ?? "") + "/.local/share")")
        variables.append("HOME=/nonexistent")
        return variables
    }

    private static func error(
        _ failure: ChildReply.Failure, phase: MeasureError.Phase, lastLine: String
    ) -> MeasureError {
        let message = failure.message
        let text = message.lowercased()
        var code = MeasureError.Code(rawValue: failure.code)
        if text.contains("bad_alloc") || text.contains("out of memory") || text.contains("failed to allocate")
        {
            code = .outOfMemory
        } else if code.rawValue == "failed" {
            code = .refused
        }
        return MeasureError(code, phase: phase, message, lastLine: lastLine)
    }
}
