import Foundation
import GnomonData
import GnomonNative

/// This machine: seats are child processes, counters are the kernel's.
final class LocalMachine: MeasuringMachine {
    /// What runs in a seat.
    struct Target {
        var model: ModelBytes
        var platform: Platform
    }

    let references: [String]
    private let executable: [String]
    private let targets: [Target]
    private let options: MeasureOptions
    private let cpu = ChildSeat.quietCPU() ?? 0

    init(
        executable: [String], targets: [Target], options: MeasureOptions,
        references: [String] = ReferenceKernel.names
    ) {
        self.executable = executable
        self.targets = targets
        self.options = options
        self.references = references
    }

    func now() -> Int64 { MachineClock.wall() }

    func date() -> Double { Date().timeIntervalSince1970 }

    func pause(seconds: Double) { usleep(UInt32(min(max(seconds, 0), 1000) * 1e6)) }

    func witness() -> MachineWitness {
        func nanoseconds(_ resource: MachineLoad.Resource) -> Int64? {
            MachineLoad.pressureMicroseconds(resource).map { $0 &* 1000 }
        }
        return MachineWitness(
            stalled: nanoseconds(.cpu), memoryStalled: nanoseconds(.memory), ioStalled: nanoseconds(.io),
            stolen: MachineLoad.stealNanoseconds(), throttles: MachineLoad.throttles(of: cpu),
            frequency: MachineLoad.frequency(of: cpu))
    }

    func seat(target: Int) throws(MeasureError) -> any LaunchSeat {
        guard targets.indices.contains(target) else {
            throw MeasureError(.lost, phase: .start, "there is no target \(target)")
        }
        return try ChildSeat(
            executable: executable, model: targets[target].model, platform: targets[target].platform,
            options: options)
    }
}
