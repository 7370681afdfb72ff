public import GnomonGraph
import GnomonStatistics

/// A family of architectures that can be drawn, changed, written as text and turned into networks.
public protocol SearchSpace: Sendable {
    /// The name users give, such as `nasbench201`.
    var name: String { get }
    /// What it is, in a line.
    var summary: String { get }
    /// The paper it comes from, as an arXiv number or a DOI.
    var paper: String { get }
    /// The number of choices at each position of a genotype.
    var choices: [Int] { get }
    /// The number of architectures that differ after ``normalised(_:)``.
    var count: UInt128 { get }
    /// The forms it can be written in; the first is the default.
    var forms: [SpaceForm] { get }
    /// Texts to show: published architectures by name where they have one, else one that is drawn.
    var examples: [String] { get }
    /// An architecture from its text.
    ///
    /// - Throws: `spaces.architecture` if the text is not one.
    func parse(_ text: String) throws(SpaceError) -> Architecture
    /// The text of an architecture, which ``parse(_:)`` reads.
    func format(_ architecture: Architecture) -> String
    /// The one genotype among those that mean the same network.
    func normalised(_ architecture: Architecture) -> Architecture
    /// The network of an architecture; all shapes are concrete.
    ///
    /// - Throws: `SpaceError` if architecture or options do not fit the space.
    /// - Complexity: O(operators).
    func network(of architecture: Architecture, options: SpaceOptions) throws(SpaceError) -> Network
    /// Refuses genes that are not an architecture of this space.
    ///
    /// - Throws: `spaces.architecture`.
    func check(_ architecture: Architecture) throws(SpaceError)
}

extension SearchSpace {
    /// The genotype itself: every position matters.
    public func normalised(_ architecture: Architecture) -> Architecture { architecture }

    /// One architecture, drawn by a fixed seed.
    public var examples: [String] { sample(1, seed: 1).map(format) }

    /// The network of an architecture in the space's own form.
    ///
    /// - Throws: `SpaceError` if the architecture does not fit the space.
    public func network(of architecture: Architecture) throws(SpaceError) -> Network {
        try network(of: architecture, options: SpaceOptions())
    }

    /// Refuses genes that are not an architecture of this space.
    ///
    /// - Throws: `spaces.architecture` that names the position.
    public func check(_ architecture: Architecture) throws(SpaceError) {
        guard architecture.genes.count == choices.count else {
            throw SpaceError(
                .architecture,
                "\(name) has \(choices.count) positions, the architecture \(architecture.genes.count)")
        }
        for (position, gene) in architecture.genes.enumerated() where !(0..<choices[position]).contains(gene)
        {
            throw SpaceError(
                .architecture,
                "position \(position) of a \(name) architecture is \(gene), it must be below \(choices[position])"
            )
        }
    }

    /// Every architecture in the order of its genes; nil where there are more than 100,000.
    public func architectures() -> [Architecture]? {
        let genotypes = choices.reduce(UInt128(1)) {
            $0.multipliedReportingOverflow(by: UInt128($1)).partialValue
        }
        guard count <= 100_000, genotypes == count else { return nil }
        var result: [Architecture] = []
        result.reserveCapacity(Int(count))
        var genes = [Int](repeating: 0, count: choices.count)
        while true {
            result.append(Architecture(genes))
            var position = genes.count - 1
            while position >= 0, genes[position] == choices[position] - 1 {
                genes[position] = 0
                position -= 1
            }
            if position < 0 { return result }
            genes[position] += 1
        }
    }

    /// An architecture drawn uniformly at each position.
    public func random(using generator: inout some RandomNumberGenerator) -> Architecture {
        normalised(Architecture(choices.map { Int.random(in: 0..<max(1, $0), using: &generator) }))
    }

    /// Different architectures, the same for the same seed.
    ///
    /// - Returns: at most `count`, fewer only where the space is too small.
    public func sample(_ count: Int, seed: UInt64) -> [Architecture] {
        var generator = SeededGenerator(seed: seed)
        var seen: Set<Architecture> = []
        var result: [Architecture] = []
        // In a space that is nearly used up most draws are repetitions.
        var attempts = 0
        while result.count < count, UInt128(result.count) < self.count, attempts / 200 < max(1, count) {
            attempts += 1
            let next = random(using: &generator)
            if seen.insert(next).inserted { result.append(next) }
        }
        return result
    }

    /// A neighbour: another choice at one position that matters.
    public func mutated(
        _ architecture: Architecture, using generator: inout some RandomNumberGenerator
    ) -> Architecture {
        let start = normalised(architecture)
        for _ in 0..<1000 {
            var genes = start.genes
            let position = Int.random(in: 0..<max(1, genes.count), using: &generator)
            guard genes.indices.contains(position), choices[position] > 1 else { continue }
            let shift = Int.random(in: 1..<choices[position], using: &generator)
            genes[position] = (genes[position] + shift) % choices[position]
            let next = normalised(Architecture(genes))
            if next != start { return next }
        }
        return start
    }
}
