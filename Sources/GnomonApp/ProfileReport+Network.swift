import GnomonData
import GnomonGraph
import GnomonKernels
import GnomonReport

extension ProfileReport {
    /// A report on the profile of a network, with the kernels that rules predict for it.
    init(_ profile: NetworkProfile, cost: ProfilingCost, network: Network, rules: FusionRules) {
        self.init(
            profile, cost: cost,
            predicted: network.kernels(rules).map { $0.members.map(\.index) }.filter { !$0.isEmpty },
            types: network.nodes.map(\.op.typeName))
    }
}
