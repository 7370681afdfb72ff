import Foundation
public import GnomonSpaces

/// Architectures as the choices themselves, one of several each.
public enum GenotypeEncoding {
    /// The row of an architecture.
    ///
    /// Once-for-all networks as in the estimator of OFANAS/OFANAS_PerformanceEstimation (arXiv:2101.00732): 128 numbers,
    /// kernels and expansions of 20 layers (zeros for absent ones), and the resolution as one of 112, 128, ... 224;
    /// one between two of them is shared by both. Of other spaces every gene is one of its choices.
    ///
    /// - Throws: `SpaceError` for what is not of the space.
    public static func row(_ architecture: Architecture, of space: any SearchSpace) throws(SpaceError)
        -> [Double]
    {
        try space.check(architecture)
        let genes = space.normalised(architecture).genes
        guard space is OFAMobileNetV3 else {
            return zip(genes, space.choices).flatMap { gene, choices in oneHot(gene, choices) }
        }
        var row: [Double] = []
        for start in [0, 20] {
            for layer in 0..<20 {
                let isThere = layer % 4 < genes[40 + layer / 4] + 2
                row += isThere ? oneHot(genes[start + layer], 3) : [0, 0, 0]
            }
        }
        let place = Double(genes[45]) / 4
        return row + (0..<8).map { max(0, 1 - abs(place - Double($0))) }
    }

    /// The length of rows of a space.
    public static func width(of space: any SearchSpace) -> Int {
        space is OFAMobileNetV3 ? 128 : space.choices.reduce(0, +)
    }

    private static func oneHot(_ value: Int, _ count: Int) -> [Double] {
        (0..<count).map { $0 == value ? 1 : 0 }
    }
}
