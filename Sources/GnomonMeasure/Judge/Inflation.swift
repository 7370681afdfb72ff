import Foundation
import GnomonData
import GnomonStatistics

/// By how much the reference kernels beside a subject exceed their floors, and what follows for the subject.
struct Inflation {
    /// By how much each reference kernel exceeds its floor: the median over launches.
    var references: [String: Double]
    /// What each launch's value is divided by.
    var corrections: [Double]
    /// By how much the subject may still be slowed down: the largest excess of a reference kernel, and of it the
    /// share that correction leaves on this machine; nil where the floors are unknown.
    ///
    /// What a reference kernel keeps after the same correction would say less: a correction that suits the reference
    /// kernel need not suit the subject.
    var remaining: Double?

    /// Compares launches with floors; without a calibration nothing is corrected.
    init(_ facts: [LaunchFacts], rules: Provenance.Rules) {
        guard !rules.references.isEmpty else {
            references = [:]
            corrections = facts.map { _ in 1 }
            remaining = 0
            return
        }
        let noise = rules.noise
        var known = noise ?? NoiseCalibration()
        for name in rules.references {
            // Launches faster than a floor show that it was taken on a busy machine. Where there is no floor, the best
            // of these launches is better than nothing; it does not see what disturbed all of them.
            guard let own = Quantile.of(facts.compactMap { $0.referenceFloors[name] }, at: 0.1) else {
                continue
            }
            known.floors[name] = min(own, known.floors[name] ?? .infinity)
        }
        let calibration = known
        func excess(_ fact: LaunchFacts, _ name: String) -> Double? {
            fact.references[name].flatMap { calibration.inflation(of: name, at: $0) }
        }
        corrections = facts.map { fact in
            var factor = 1.0
            for (name, exponent) in noise?.exponents ?? [:] {
                // Faster than the floor is luck of measuring, nothing to correct.
                factor *= pow(1 + max(0, excess(fact, name) ?? 0), exponent)
            }
            return factor
        }
        var medians: [String: Double] = [:]
        for name in rules.references {
            medians[name] = Quantile.median(facts.compactMap { excess($0, name) })
        }
        references = medians
        let isCorrected = !(noise?.exponents.isEmpty ?? true)
        let share = isCorrected ? noise?.widening ?? 1 : 1
        remaining = noise == nil ? nil : medians.values.max().map { share * $0 }
    }
}
