import GnomonGraph

/// A family of published networks: plans as data, and one way to build them.
public struct NetworkFamily: Sendable {
    /// The family's name, such as `resnet`.
    public let name: String
    /// What it is, in a line.
    public let summary: String
    /// The paper it comes from, as an arXiv number or a DOI.
    public let paper: String
    /// The plans, smallest first.
    let plans: [any FamilyPlan]

    /// The names of its published networks, such as `resnet50`.
    public var networks: [String] { plans.map(\.name) }
}

/// The numbers of one published network, and how they become operators.
protocol FamilyPlan: Sendable {
    /// The name users give, such as `resnet50`.
    var name: String { get }
    /// The published height and width of the input image; unused by language models.
    var size: Int { get }
    /// Adds all operators and returns the network's outputs.
    func build(_ draft: inout Draft) -> [TensorID]
}

extension FamilyPlan {
    var size: Int { 224 }
}
