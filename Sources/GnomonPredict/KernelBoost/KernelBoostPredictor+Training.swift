import Foundation
public import GnomonData
import GnomonFeatures
public import GnomonKernels
import GnomonLearn
import GnomonNative
import GnomonStatistics

extension KernelBoostPredictor {
    /// Networks below which nothing is learned.
    public static let fewestNetworks = 12

    /// Learns a platform from profiled networks.
    ///
    /// Trees grow on the networks of the training fold and stop by those of the validation fold; intervals and the
    /// summary come from the networks that they have not seen then. At last they grow as far on both folds. Networks that the user named are learned from and remembered.
    ///
    /// - Parameters:
    ///   - networks: What was profiled.
    ///   - platform: The platform they were profiled on.
    ///   - platformID: The identity of platform and machine.
    ///   - rules: The fusion rules by which networks become kernels.
    ///   - priors: Predictors of other platforms to start from, at most eight.
    ///   - progress: Told the share of the rows that are done, and the kind that follows.
    /// - Returns: The predictor.
    /// - Throws: `PredictError` where there are too few networks or the trees cannot be grown.
    /// - Complexity: O(kernels · trees).
    public static func train(
        _ networks: [TrainingNetwork], platform: Platform, platformID: String, rules: FusionRules,
        priors: [KernelBoostPredictor] = [], progress: (Double, KernelKind) -> Void = { _, _ in }
    ) throws(PredictError) -> KernelBoostPredictor {
        guard networks.count >= fewestNetworks else {
            throw PredictError(
                .tooFew, "\(networks.count) profiled networks, at least \(fewestNetworks) are needed",
                hint: "give 'gnomon learn' a larger --budget")
        }
        let networks = TrainingNetwork.usable(networks)
        let runCost = RunCost(networks.filter { $0.fold != .heldOut })
        let closed = networks.filter(runCost.closes)
        let seen = closed.filter { $0.fold != .heldOut }
        let roofline = Roofline(
            vectors: seen.flatMap(\.vectors),
            nanoseconds: seen.flatMap { runCost.labels(of: $0).map { $0 ?? 0 } })
        var rows = trainingRows(seen, roofline: roofline, runCost: runCost)
        let effects: ConditionEffects
        do { effects = try quieted(&rows, seen) } catch {
            throw PredictError(.training, error.message, hint: error.native?.hint ?? "")
        }
        var prior = KernelPrior(priors)
        if !priors.isEmpty {
            let all = rows.values.flatMap { $0 }.filter { !$0.isValidation }
            prior.chooseGeneral(all.map(\.vector), all.map { exp($0.target) * $0.base })
        }
        var grown: [KernelKind: Grown] = [:]
        let total = Double(max(1, rows.values.reduce(0) { $0 + $1.count }))
        var done = 0.0
        for (kind, kindRows) in rows.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            progress(done / total, kind)
            do { grown[kind] = try model(of: kindRows, prior: prior) } catch {
                throw PredictError(.training, error.message, hint: error.native?.hint ?? "")
            }
            done += Double(kindRows.count)
        }
        var predictor = KernelBoostPredictor(
            platform: platform, platformID: platformID, rules: rules, training: TrainingSummary(),
            roofline: roofline, runCost: runCost, scale: 1, intervalFactor: 3, level: 0.9,
            models: grown.mapValues(\.model),
            prior: prior, effects: effects)
        predictor.calibrate(closed.filter { !$0.isNamed })
        for (kind, own) in grown {
            do { predictor.models[kind] = try own.trainer.regrown(own.model, own.rows) } catch {
                throw PredictError(.training, error.message, hint: error.native?.hint ?? "")
            }
        }
        // Remembered kernels must not flatter the networks that intervals come from.
        predictor.memory = KernelMemory(
            closed.filter(\.isNamed).flatMap { network in
                zip(network.vectors, runCost.labels(of: network)).compactMap { vector, label in
                    label.map { (vector, $0) }
                }
            })
        predictor.training.kernels = Int(total)
        return predictor
    }

    private static func trainingRows(
        _ networks: [TrainingNetwork], roofline: Roofline, runCost: RunCost
    ) -> [KernelKind: [KernelModelTrainer.Row]] {
        var rows: [KernelKind: [KernelModelTrainer.Row]] = [:]
        for (index, network) in networks.enumerated() {
            for (vector, label) in zip(network.vectors, runCost.labels(of: network)) {
                // A kernel that the runtime shows nothing of was optimised away: nearly free. Views too: those few that do
                // move something would else speak for all.
                let time = label ?? 50
                let ideal = roofline.time(vector)
                rows[vector.kind, default: []].append(
                    .init(
                        vector: vector, target: log(time / ideal),
                        weight: max(1e-3, (max(time, ideal * 0.1) / network.latency).squareRoot()),
                        base: ideal, network: index, isValidation: network.fold == .validation))
            }
        }
        return rows
    }

    /// Turns labels into those of quiet times; returns what busy ones did.
    private static func quieted(
        _ rows: inout [KernelKind: [KernelModelTrainer.Row]], _ networks: [TrainingNetwork]
    ) throws(LearnError) -> ConditionEffects {
        guard networks.contains(where: { $0.conditions != .quiet }) else { return ConditionEffects() }
        var left: [ConditionEffects.Row] = []
        for own in rows.values {
            var trainer = KernelModelTrainer()
            trainer.parameters = KernelModelTrainer.quick
            let model = try trainer.train(
                own.map { row in
                    var row = row
                    row.isValidation = false
                    return row
                })
            guard let model else { continue }
            let answers = model.answers(own.map(\.vector), own.map(\.base))
            for (row, answer) in zip(own, answers) {
                left.append(
                    .init(
                        vector: row.vector, residual: row.target - answer,
                        conditions: networks[row.network].conditions))
            }
        }
        let effects = ConditionEffects(left)
        for (kind, own) in rows {
            rows[kind] = own.map { row in
                var row = row
                row.target -= effects.logFactor(row.vector, networks[row.network].conditions)
                return row
            }
        }
        return effects
    }

    /// The model of a kind with what it was grown by and from.
    private struct Grown {
        var model: KernelModel
        var trainer: KernelModelTrainer
        var rows: [KernelModelTrainer.Row]
    }

    /// The model of a kind: over the roofline, or over the source that fits it best, whichever does better on
    /// validation networks; with few of those, over the one that is nearer before trees correct it.
    private static func model(
        of rows: [KernelModelTrainer.Row], prior: KernelPrior
    ) throws(LearnError) -> Grown? {
        var trainer = KernelModelTrainer()
        let plain = try trainer.train(rows).map { Grown(model: $0, trainer: trainer, rows: rows) }
        guard !prior.sources.isEmpty else { return plain }
        let measured = rows.map { exp($0.target) * $0.base }
        let times = prior.times(rows.map(\.vector))
        let training = rows.indices.filter { !rows[$0].isValidation }
        let seen = training.map { measured[$0] }
        let match = KernelPrior.nearest(
            times.map { source in training.map { source[$0] } }, to: seen)
        guard let match else { return plain }
        let roofline = KernelPrior.match(-1, training.map { rows[$0].base }, to: seen)
        let moved = zip(rows, times[match.source]).map { row, time in
            var row = row
            row.target += log(row.base / max(1, time))
            row.base = max(1, time)
            return row
        }
        trainer.parameters = KernelModelTrainer.shrunken
        guard var started = try trainer.train(moved) else { return plain }
        started.facts.source = match.source
        let other = Grown(model: started, trainer: trainer, rows: moved)
        if let own = plain?.model.facts.loss, let loss = started.facts.loss {
            return own < loss ? plain : other
        }
        return (roofline?.distance ?? .infinity) < match.distance ? plain : other
    }

    /// Fits the scale on validation networks, and the intervals and the summary on those held out.
    private mutating func calibrate(_ networks: [TrainingNetwork]) {
        let validation = networks.filter { $0.fold == .validation }
        if validation.count >= 5 {
            let factors = validation.compactMap { network -> Double? in
                let sum = estimate(network.vectors, network.conditions).reduce(0) { $0 + $1.nanoseconds }
                let factor = (network.latency - runCost.fixed) / max(1, sum)
                return factor > 0 ? factor : nil
            }
            // Shrunk towards 1: with few networks the median says more about them than about sums.
            let trust = Double(factors.count) / Double(factors.count + 20)
            scale = 1 + trust * (min(max(Quantile.median(factors) ?? 1, 0.8), 1.25) - 1)
        }
        // Few networks are held out; those of the validation fold have only told when to stop.
        let unseen = networks.filter { $0.fold != .training }
        let scores = unseen.map { network in
            let (total, error) = total(of: network)
            return abs(log(network.latency / total)) / error
        }
        intervalFactor = SumOfKernels.intervalFactor(scores, level: level)
        let held = networks.filter { $0.fold == .heldOut }
        training.networks = networks.count - held.count
        training.heldOut = held.count
        let predicted = held.map { total(of: $0).nanoseconds }
        if let summary = ErrorSummary(predicted: predicted, measured: held.map(\.latency)) {
            training.within10 = summary.within10
            training.meanError = summary.mape
        }
    }

    private func total(of network: TrainingNetwork) -> (nanoseconds: Double, error: Double) {
        let estimates = estimate(network.vectors, network.conditions)
        let total = runCost.fixed + estimates.reduce(0) { $0 + $1.nanoseconds }
        return (total, SumOfKernels.relativeError(estimates, of: network.vectors, total: total))
    }
}
