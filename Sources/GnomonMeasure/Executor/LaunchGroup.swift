import GnomonData
import GnomonStatistics

/// One launch of every target: all processes alive at once, the turn handed round.
///
/// Processes whose turn it is not wait for a message and use no processor. Reference kernels run in the first
/// target's process, on the same processor.
struct LaunchGroup {
    let machine: any MeasuringMachine
    let number: Int
    private var seats: [any LaunchSeat] = []
    private var launches: [Launch] = []
    private var checksums: [Set<UInt64>] = []
    /// What the plan needs to know, target by target.
    private(set) var expectations: [MeasurementPlan.Expectation] = []
    private(set) var version = "unavailable"

    /// Starts, opens and warms up every target.
    ///
    /// - Throws: `MeasureError`; every process is gone then.
    init(machine: any MeasuringMachine, targets: Int, number: Int, warm: WarmOrder) throws(MeasureError) {
        self.machine = machine
        self.number = number
        do throws(MeasureError) {
            for target in 0..<targets { try start(target, warm: warm) }
        } catch {
            end()
            throw error
        }
    }

    private mutating func start(_ target: Int, warm: WarmOrder) throws(MeasureError) {
        let seat = try machine.seat(target: target)
        seats.append(seat)
        let opened = try seat.open()
        version = opened.version
        let warmed = try seat.warm(warm)
        let samples = warmed.samples.samples
        let recent = samples.suffix(20)
        let clean = recent.filter(\.isClean)
        let expected = Quantile.median((clean.count >= 3 ? clean : Array(recent)).map(\.perInference)) ?? 1
        expectations.append(
            .init(
                latency: expected, timerCost: Double(warmed.timerCost),
                timerResolution: Double(warmed.timerResolution)))
        checksums.append([warmed.checksum])
        launches.append(
            Launch(
                samples: samples, loadNanoseconds: opened.loadNanoseconds, peakBytes: 0,
                checksum: warmed.checksum, isSteady: warmed.isSteady, timerCost: warmed.timerCost,
                timerResolution: warmed.timerResolution))
    }

    /// Obeys the plan; ends every process.
    ///
    /// - Throws: `MeasureError`; every process is gone then.
    mutating func run(_ plan: MeasurementPlan) throws(MeasureError) -> [Launch] {
        defer { end() }
        for (target, shape) in plan.targets.enumerated() { launches[target].alternates = shape.alternates }
        let checked = plan.checkedRounds(launch: number)
        for round in 0..<plan.maximumRounds {
            // Only witnesses decide whether more is needed, never the times themselves.
            if round >= plan.rounds, hasEnough(plan) { break }
            let before = machine.witness()
            let start = machine.now()
            for index in plan.order(launch: number, round: round) {
                try turn(index, plan, round: round, isChecked: checked.contains(round))
            }
            let length = machine.now() - start
            let seen = MachineWitness.round(before, machine.witness(), nanoseconds: length)
            for target in launches.indices { launches[target].rounds.append(seen) }
        }
        for (target, seat) in seats.enumerated() {
            launches[target].peakBytes = try seat.close()
            launches[target].hasStableOutput = checksums[target].count == 1
        }
        // What ran beside one target ran beside all.
        for target in launches.indices.dropFirst() { launches[target].references = launches[0].references }
        return launches
    }

    private mutating func turn(
        _ index: Int, _ plan: MeasurementPlan, round: Int, isChecked: Bool
    ) throws(MeasureError) {
        guard index < plan.targets.count else {
            let name = machine.references[index - plan.targets.count]
            let shape = plan.reference
            let result = try seats[0].block(
                BlockOrder(subject: name, round: round, discard: shape.discard, timed: shape.timed))
            launches[0].references[name, default: []] += result.samples.samples
            return
        }
        let shape = plan.targets[index]
        let result = try seats[index].block(
            BlockOrder(
                round: round, discard: shape.discard, timed: shape.timed, repeats: shape.repeats,
                alternates: shape.alternates, isChecked: isChecked))
        launches[index].samples += result.samples.samples
        if let checksum = result.checksum { checksums[index].insert(checksum) }
    }

    /// Whether each target has the clean samples a launch needs, with some to spare for rounds the gate drops.
    private func hasEnough(_ plan: MeasurementPlan) -> Bool {
        zip(launches, plan.targets).allSatisfy { launch, shape in
            let planned = plan.rounds * shape.timed
            let clean = launch.samples.count { $0.isClean && !$0.isWarmup }
            return clean >= min(36, planned)
        }
    }

    /// Ends every process.
    func end() { for seat in seats { seat.end() } }
}
