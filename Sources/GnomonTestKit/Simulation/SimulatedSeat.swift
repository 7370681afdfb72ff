import Foundation
import GnomonData
import GnomonMeasure
import GnomonRuntimes
import GnomonStatistics

/// A process of a simulated machine: the real timer on a simulated clock.
final class SimulatedSeat: LaunchSeat {
    private let machine: SimulatedMachine
    private let timer: SubjectTimer
    private let process: SimulatedProcess
    private var subjects: [String: SimulatedWork] = [:]

    init(machine: SimulatedMachine, target: Int) {
        self.machine = machine
        process = SimulatedProcess(machine)
        timer = SubjectTimer(clock: SimulatedClock(machine), threads: 1)
        let noise = machine.noise
        var effect = exp(noise.launchDeviation * Deviate.normal(&machine.generator))
        if noise.launchModes > 0 {
            effect *= 1 + noise.launchModes * (machine.generator.uniform() < 0.5 ? -0.5 : 0.5)
        }
        subjects[BlockOrder.target] = SimulatedWork(
            process, id: target, machine.targets[target], effect: effect, dishonesty: noise.dishonesty)
        for (index, name) in machine.references.enumerated() {
            let sensitivity = SimulatedSubject.Sensitivity(
                compute: name == "compute" ? 1 : 0, cache: name == "cache" ? 1 : 0,
                memory: name == "memory" ? 1 : 0)
            let own = exp(0.001 * Deviate.normal(&machine.generator))
            subjects[name] = SimulatedWork(
                process, id: 1000 + index, SimulatedSubject(latency: 1e6, sensitivity: sensitivity),
                effect: own, dishonesty: .honest)
        }
    }

    func open() throws(MeasureError) -> SeatOpening {
        machine.idle(60e6)
        return SeatOpening(loadNanoseconds: 60_000_000, version: "simulated")
    }

    func warm(_ order: WarmOrder) throws(MeasureError) -> WarmResult {
        do throws(RuntimeError) { return try timer.warm(subject(BlockOrder.target), order) } catch {
            throw MeasureError(.refused, phase: .warm, error.description)
        }
    }

    func block(_ order: BlockOrder) throws(MeasureError) -> BlockResult {
        // Two messages and a wake-up.
        machine.idle(200_000)
        do throws(RuntimeError) { return try timer.block(subject(order.subject), order) } catch {
            throw MeasureError(.refused, phase: .block, error.description)
        }
    }

    func close() throws(MeasureError) -> Int64 { 1 << 20 }

    func end() {}

    private func subject(_ name: String) throws(RuntimeError) -> any Subject {
        guard let subject = subjects[name] else { throw RuntimeError(.failed, "there is no subject \(name)") }
        return subject
    }
}

/// Who ran last on the simulated processor.
final class SimulatedProcess {
    let machine: SimulatedMachine
    init(_ machine: SimulatedMachine) { self.machine = machine }
}

/// The thread's clock in virtual time.
final class SimulatedClock: MeasuringClock {
    private let machine: SimulatedMachine

    init(_ machine: SimulatedMachine) { self.machine = machine }

    func wall() -> Int64 { machine.readClock { $0.exactTime } }

    func threadCPU() -> Int64 { machine.readClock { $0.processorTime } }

    func witness() -> ThreadWitness {
        ThreadWitness(involuntarySwitches: machine.switches, majorFaults: 0, cpu: 1)
    }

    func workerDelay() -> Int64? { 0 }
}

/// A subject in virtual time.
final class SimulatedWork: Subject {
    private let process: SimulatedProcess
    private let id: Int
    private let subject: SimulatedSubject
    private let effect: Double
    private let dishonesty: SimulatedNoise.Dishonesty
    private var runs = 0

    init(
        _ process: SimulatedProcess, id: Int, _ subject: SimulatedSubject, effect: Double,
        dishonesty: SimulatedNoise.Dishonesty
    ) {
        self.process = process
        self.id = id
        self.subject = subject
        self.effect = effect
        self.dishonesty = dishonesty
    }

    func run() throws(RuntimeError) {
        let machine = process.machine
        let turn = machine.turn(of: id)
        var work = subject.latency * effect
        work *= max(0.5, 1 + machine.noise.sampleDeviation * Deviate.normal(&machine.generator))
        let costs = machine.noise.switchCosts
        if turn < costs.count { work *= 1 + costs[turn] }
        runs += 1
        // The first inference of a process allocates and loads.
        if runs == 1 { work *= 3 }
        switch dishonesty {
        case .returnsEarly where runs % 50 == 0: work *= 0.01
        case .caches where runs > 1: work *= 0.001
        default: break
        }
        machine.run(work, subject.sensitivity)
    }

    func settle() {}

    func outputChecksum() -> UInt64 { dishonesty == .changesOutputs ? UInt64(runs) : 7 }
}
