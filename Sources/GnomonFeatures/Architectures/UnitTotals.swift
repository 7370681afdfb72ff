import Foundation
public import GnomonSpaces

/// How much a network does: of once-for-all networks in each unit, of others in all; as log2(1 + x).
public enum UnitTotals {
    /// The row of an architecture.
    ///
    /// Of each unit of a once-for-all network: multiply-accumulates of widening, depthwise and narrowing convolutions,
    /// elements written, and layers. Of other spaces the totals of ``LayerTokens``.
    ///
    /// - Throws: `SpaceError` for what is not of the space.
    public static func row(_ architecture: Architecture, of space: any SearchSpace) throws(SpaceError)
        -> [Double]
    {
        guard let space = space as? OFAMobileNetV3 else {
            return try LayerTokens(architecture, of: space).totals
        }
        try space.check(architecture)
        return units(space.normalised(architecture).genes, width: space.width).map { log2(1 + $0) }
    }

    /// The length of rows of a space.
    public static func width(of space: any SearchSpace) -> Int {
        space is OFAMobileNetV3 ? 25 : 5 + LayerTokens.Kind.allCases.count
    }

    private static func units(_ genes: [Int], width: Double) -> [Double] {
        var row: [Double] = []
        var channels = rounded(16 * width)
        var side = (112 + 4 * genes[45] + 1) / 2
        for (unit, (out, stride)) in [(24, 2), (40, 2), (80, 2), (112, 1), (160, 2)].enumerated() {
            var sums = [0.0, 0, 0, 0, 0]
            let wide = rounded(Double(out) * width)
            for layer in 0..<(genes[40 + unit] + 2) {
                let place = 4 * unit + layer
                let middle = rounded(Double(channels * [3, 4, 6][genes[20 + place]]))
                let kernel = 3 + 2 * genes[place]
                let next = layer == 0 ? (side - 1) / stride + 1 : side
                let (before, after) = (Double(side * side), Double(next * next))
                let (m, c) = (Double(middle), Double(channels))
                let work = [
                    c * m * before, m * Double(kernel * kernel) * after, m * Double(wide) * after,
                    m * before + m * after + Double(wide) * after, 1,
                ]
                for index in sums.indices { sums[index] += work[index] }
                (channels, side) = (wide, next)
            }
            row += sums
        }
        return row
    }

    /// The nearest multiple of 8, not below 0.9 of the value.
    private static func rounded(_ value: Double) -> Int {
        let nearest = max(8, Int((value + 4) / 8) * 8)
        return Double(nearest) < 0.9 * value ? nearest + 8 : nearest
    }
}
