import Foundation
import Testing

@testable import GnomonNative

@Suite("System calls")
struct SystemTests {
    @Test("clocks never run backwards, and processor time does not exceed what passes by much")
    func clocks() {
        let start = MachineClock.wall()
        let cpu = MachineClock.threadCPU()
        #expect(MachineClock.wall() >= start)
        #expect(MachineClock.threadCPU() >= cpu)
    }

    @Test("this process may run on at least one CPU, and refuses a CPU that cannot exist")
    func cpus() {
        #expect(!ThreadControl.allowedCPUs().isEmpty)
        #expect(!ThreadControl.pin(to: -1))
        #expect(!ThreadControl.pin(to: 1 << 40))
    }

    #if arch(x86_64) || arch(arm64)
        @Test("subnormal numbers become zero in the thread that asks, and in those it starts")
        func subnormals() async {
            /// Half of the smallest normal number; not known when this is compiled.
            @Sendable func half() -> Float { .leastNormalMagnitude / Float(CommandLine.arguments.count + 1) }
            let found: [Float] = await withCheckedContinuation { done in
                Thread {
                    let before = half()
                    ThreadControl.flushSubnormals()
                    let after = half()
                    Thread { done.resume(returning: [before, after, half()]) }.start()
                }.start()
            }
            #expect(found[0] > 0)
            #expect(found[1] == 0)
            #expect(found[2] == 0)
        }
    #endif

    @Test("what is written into a memory file can be mapped")
    func memoryFile() throws {
        let file = try MemoryFile(name: "test")
        let bytes: [UInt8] = [5, 6, 7]
        try bytes.withUnsafeBytes { buffer in try file.write(buffer) }
        let mapped = try MappedFile(descriptor: file.descriptor)
        #expect(mapped.withBytes { Array($0) } == bytes)
    }

    @Test("an empty memory file maps to no bytes, a closed descriptor is an error")
    func emptyFile() throws {
        let file = try MemoryFile(name: "empty")
        #expect(try MappedFile(descriptor: file.descriptor).count == 0)
        #expect(throws: NativeError.self) { try MappedFile(descriptor: -1) }
    }

    @Test("reads pressure and stolen time as the kernel writes them")
    func parsing() {
        let pressure = "some avg10=0.00 avg60=1.00 avg300=0.10 total=12345\nfull avg10=0.00 total=7\n"
        #expect(MachineLoad.parsePressure(pressure) == 12345)
        #expect(MachineLoad.parsePressure("nothing") == nil)
        #expect(MachineLoad.parseSteal("cpu  1 2 3 4 5 6 7 8 9 10\ncpu0 1") == 80_000_000)
        #expect(MachineLoad.parseSteal("cpu 1 2") == nil)
        #expect(MachineLoad.peakResidentBytes() > 0)
    }
}
