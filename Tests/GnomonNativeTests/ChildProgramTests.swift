import Foundation
import Testing

@testable import GnomonNative

@Suite("Programs beside this one")
struct ChildProgramTests {
    /// What a shell command writes, and how it ends.
    func run(_ command: String, environment: [String] = []) throws -> (String, ChildProgram.Ending) {
        let pipe = try ChildProgram.pipe()
        let none = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { for descriptor in [none, pipe.reading] { close(descriptor) } }
        let process: Int32
        do {
            defer { close(pipe.writing) }
            process = try ChildProgram.start(
                "/bin/sh", arguments: ["sh", "-c", command], environment: environment,
                descriptors: (none, pipe.writing, none, none))
        }
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(pipe.reading, &chunk, chunk.count)
            guard count > 0 else { break }
            text.append(contentsOf: chunk[..<count])
        }
        var status: Int32 = 0
        #expect(waitpid(process, &status, 0) == process)
        return (String(decoding: text, as: UTF8.self), ChildProgram.ending(status: status))
    }

    @Test("gets its arguments and its environment, and ends with its code")
    func code() throws {
        let (text, ending) = try run("echo $A; exit 7", environment: ["A=b c"])
        #expect(text == "b c\n")
        #expect(ending == .code(7))
    }

    @Test("that a signal ends is told apart")
    func signal() throws {
        let (text, ending) = try run("kill -9 $$")
        #expect(text.isEmpty)
        #expect(ending == .signal(SIGKILL))
    }

    @Test("inherits no descriptor but four, even one that was left open")
    func descriptors() throws {
        let leaked = open("/dev/null", O_RDONLY)
        defer { close(leaked) }
        #expect(leaked > 3)
        let (text, _) = try run(
            "test -e /proc/self/fd/3 && echo three; test -e /proc/$$/fd/\(leaked) && echo leak")
        #expect(text == "three\n")
    }

    @Test("that does not exist is an error with its path")
    func missing() {
        do throws(NativeError) {
            _ = try ChildProgram.start(
                "/nowhere/program", arguments: ["program"], environment: [], descriptors: (0, 1, 2, 2))
            Issue.record("started")
        } catch {
            #expect(error.code == .failed)
            #expect(error.message.hasPrefix("/nowhere/program: "))
        }
    }
}
