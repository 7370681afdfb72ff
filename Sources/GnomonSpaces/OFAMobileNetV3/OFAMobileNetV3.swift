/// The MobileNetV3 space of Once-for-all (Cai and others 2020, arXiv:1908.09791).
///
/// Genes: 20 kernels (0..2 for 3, 5, 7), 20 expansions (0..2 for 3, 4, 6), 5 depths (0..2 for 2, 3, 4), and
/// the resolution (0..28 for 112, 116, ... 224). Layers beyond the depth of their unit are set to 0.
public struct OFAMobileNetV3: SearchSpace {
    /// Factor on all channels: 1.2 or 1 as published.
    public let width: Double

    /// The space with a width multiplier between 0.1 and 4.
    public init(width: Double = 1.2) { self.width = width >= 0.1 && width <= 4 ? width : 1 }

    static let kernels = [3, 5, 7]
    static let expansions = [3, 4, 6]
    static let depths = [2, 3, 4]
    /// Width, stride, and whether there are h-swish and squeeze-and-excitation, of each unit.
    static let units = [
        (24, 2, false, false), (40, 2, false, true), (80, 2, true, false), (112, 1, true, true),
        (160, 2, true, true),
    ]

    /// `ofa-mbv3`, or `ofa-mbv3-w1.0`.
    public var name: String { width == 1.2 ? "ofa-mbv3" : "ofa-mbv3-w\(width)" }
    /// One line.
    public var summary: String { "5 units of 2 to 4 inverted residuals, width \(width); 112 to 224 pixels" }
    /// The paper.
    public var paper: String { "arXiv:1908.09791" }
    /// Kernels, expansions, depths, resolution.
    public var choices: [Int] { [Int](repeating: 3, count: 45) + [29] }
    /// Five units of 9^2 + 9^3 + 9^4 each, and 29 resolutions.
    public var count: UInt128 { 7371 * 7371 * 7371 * 7371 * 7371 * 29 }
    /// With normalisations, or folded.
    public var forms: [SpaceForm] { [.published, .folded] }

    /// Reads kernels, expansions, depths and resolution, such as `3335...:3466...:22342:224`.
    public func parse(_ text: String) throws(SpaceError) -> Architecture {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, parts[0].count == 20, parts[1].count == 20, parts[2].count == 5,
            let size = Int(parts[3]), (112...224).contains(size), size % 4 == 0
        else {
            throw SpaceError(
                .architecture,
                "a \(name) architecture is 20 kernels, 20 expansions, 5 depths and a size from 112 to 224 by 4, "
                    + "joined by `:`")
        }
        var genes: [Int] = []
        for (part, known) in zip(parts, [Self.kernels, Self.expansions, Self.depths]) {
            for character in part {
                guard let gene = character.wholeNumberValue.flatMap({ known.firstIndex(of: $0) }) else {
                    throw SpaceError(.architecture, "`\(character)` is none of \(known)")
                }
                genes.append(gene)
            }
        }
        return normalised(Architecture(genes + [(size - 112) / 4]))
    }

    /// Writes kernels, expansions, depths and resolution, joined by `:`.
    public func format(_ architecture: Architecture) -> String {
        let genes = architecture.genes
        guard (try? check(architecture)) != nil else { return "" }
        func text(_ range: Range<Int>, _ values: [Int]) -> String {
            genes[range].map { String(values[$0]) }.joined()
        }
        return "\(text(0..<20, Self.kernels)):\(text(20..<40, Self.expansions)):\(text(40..<45, Self.depths))"
            + ":\(112 + 4 * genes[45])"
    }

    /// Sets the layers that are not there to kernel 3 and expansion 3.
    public func normalised(_ architecture: Architecture) -> Architecture {
        guard architecture.genes.count == choices.count else { return architecture }
        var genes = architecture.genes
        for unit in 0..<5 where Self.depths.indices.contains(genes[40 + unit]) {
            for layer in Self.depths[genes[40 + unit]]..<4 {
                genes[4 * unit + layer] = 0
                genes[20 + 4 * unit + layer] = 0
            }
        }
        return Architecture(genes)
    }
}
