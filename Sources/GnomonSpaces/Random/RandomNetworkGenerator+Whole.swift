import Foundation
import GnomonGraph
import GnomonStatistics

extension RandomNetworkGenerator {
    /// A small network from the image to the classes; nil if none of the drawn ones comes near the size.
    ///
    /// Parts of large networks hold early and late stages at all sizes, but never a whole network of a few
    /// milliseconds: there early stages are a large share, and memory is used otherwise than in longer ones.
    func whole(_ dice: inout Dice) throws(GraphError) -> GeneratedNetwork? {
        let family = dice.pick(weighted: BlockFamily.small)
        let range = profile.wholeFlops.clamped(to: profile.flops)
        let goal = dice.generator.logUniform(range.lowerBound, range.upperBound)
        let mostFlops = min(2 * goal, range.upperBound)
        dice.isNarrow = true
        defer { dice.isNarrow = false }
        var best: (plan: Plan, flops: Int, distance: Double)?
        for _ in 0..<40 {
            var plan = family.plan(&dice, batch: profile.batch)
            var costs = plan.costs()
            guard costs.count == plan.steps.count else { continue }
            if dice.chance(0.6) {
                plan = plan.thinned(costs, dropping: dice.generator.uniform(), &dice)
                costs = plan.costs()
                guard costs.count == plan.steps.count else { continue }
            }
            let (flops, kernels) = (costs.reduce(0) { $0 + $1.flops }, costs.reduce(0) { $0 + $1.kernels })
            guard profile.kernels.contains(kernels), Double(flops) <= mostFlops else { continue }
            let distance = abs(log(Double(flops + 1) / goal))
            if best.map({ distance < $0.distance }) ?? true { best = (plan, flops, distance) }
            if distance < 0.15 { break }
        }
        guard let best, best.distance < 1 else { return nil }
        var builder = NetworkBuilder()
        var x = builder.input(best.plan.input)
        for step in best.plan.steps { x = step(&builder, x) }
        x = best.plan.head?(&builder, x) ?? builder.anyHead(x, classes: dice.classes())
        let isAllowed =
            builder.problem == nil && builder.weightBytes <= profile.maximumWeightBytes
            && Double(builder.flops) <= profile.flops.upperBound
        guard isAllowed else { return nil }
        return GeneratedNetwork(
            network: try builder.finish([x], name: "\(family.rawValue)-\(seed)"), seed: seed, family: family,
            recipe: "\(family.rawValue): \(best.plan.name), whole", flops: builder.flops,
            budget: max(builder.flops, Int(mostFlops)), weightBytes: builder.weightBytes,
            kernels: builder.kernels)
    }
}
