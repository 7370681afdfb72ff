import Foundation
import GnomonData
import GnomonStatistics

/// By how much the reference kernels beside a subject exceed their floors, and what follows for the subject.
struct Inflation {
    /// By how much each reference kernel exceeds its floor: the median over launches.
    var references: [String: Double]
    /// What each launch's value is divided by.
    var corrections: [Double]
    /// By how much the slowest reference kernel still exceeds its floor after the same correction; nil where the
    /// floors are unknown.
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
        var floors = noise?.floors ?? [:]
        // Better than nothing: the best of these launches. It does not see what disturbed all of them.
        for name in rules.references where floors[name] == nil {
            floors[name] = facts.compactMap { $0.referenceFloors[name] }.min()
        }
        func excess(_ fact: LaunchFacts, _ name: String) -> Double? {
            guard let floor = floors[name], floor > 0, let now = fact.references[name] else { return nil }
            return now / floor - 1
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
        var rest: [Double] = []
        for name in rules.references {
            let known = zip(facts, corrections).compactMap { fact, correction in
                excess(fact, name).map { (plain: $0, rest: (1 + $0) / correction - 1) }
            }
            medians[name] = Quantile.median(known.map(\.plain))
            if let value = Quantile.median(known.map(\.rest)) { rest.append(value) }
        }
        references = medians
        remaining = noise == nil ? nil : rest.max()
    }
}
