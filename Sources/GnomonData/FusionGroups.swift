/// What a runtime really did with a network's operators: a partition, read back from the runtime.
///
/// Every operator that has to be run is in exactly one group, or in `removed`, or in `unmapped`. Every kernel the
/// runtime executed is in exactly one group, or in `added`.
public struct FusionGroups: Hashable, Sendable, Codable {
    /// Operators that are executed together.
    public struct Group: Hashable, Sendable, Codable {
        /// The operators, as indices into `Network.nodes`, in ascending order; never empty.
        public var nodes: [Int]
        /// The kernels that execute them, as positions in the profile; never empty.
        ///
        /// Nearly always one: a runtime may also cut one operator, such as a normalisation, into several kernels.
        public var kernels: [Int]

        /// A group.
        public init(nodes: [Int], kernels: [Int]) {
            self.nodes = nodes
            self.kernels = kernels
        }
    }

    /// The groups, in execution order of their first kernels.
    public var groups: [Group]
    /// Kernels that execute no operator of the network, such as layout changes, as positions in the profile.
    public var added: [Int]
    /// Operators that nothing executes, such as views of the same memory.
    public var removed: [Int]
    /// Operators of which the runtime does not tell what became of them.
    public var unmapped: [Int]

    /// Groups.
    public init(groups: [Group], added: [Int] = [], removed: [Int] = [], unmapped: [Int] = []) {
        self.groups = groups
        self.added = added
        self.removed = removed
        self.unmapped = unmapped
    }

    /// What keeps this from being a partition of these operators and of so many kernels, in sentences; empty for
    /// a partition.
    ///
    /// - Complexity: O(operators + kernels).
    public func violations(operators: [Int], kernels: Int) -> [String] {
        var sentences: [String] = []
        func check(_ name: String, _ listed: [Int], _ expected: Set<Int>) {
            var seen: Set<Int> = []
            for index in listed where !seen.insert(index).inserted {
                sentences.append("\(name) \(index) is listed twice")
            }
            for index in seen.subtracting(expected).sorted() {
                sentences.append("\(name) \(index) does not exist")
            }
            for index in expected.subtracting(seen).sorted() {
                sentences.append("\(name) \(index) is missing")
            }
        }
        check("operator", groups.flatMap(\.nodes) + removed + unmapped, Set(operators))
        check("kernel", groups.flatMap(\.kernels) + added, Set(0..<max(0, kernels)))
        for group in groups where group.nodes.isEmpty || group.kernels.isEmpty {
            sentences.append("a group of \(group.nodes) and \(group.kernels) is half empty")
        }
        return sentences
    }
}
