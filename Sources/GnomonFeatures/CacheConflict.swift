import GnomonGraph

/// Lines of a tensor that get into each other's way when its layout is changed.
///
/// Moving an axis outwards or inwards touches one element at a time at the distance of that axis. Where the distance has
/// a large power of two as factor, all of these lines fall into few sets of the first cache: more of them than it has ways
/// are read or written anew for each element (conflict misses: Hill and Smith 1989, doi:10.1109/12.40842). On OpenVINO
/// layer normalisations of moved images took 3.6 to 5.0 ns an element for 56 x 56 x 32 or 16 x 16 x 256, and 1.3 to 1.6 for
/// 56 x 56 x 24 or 28 x 28 x 64.
enum CacheConflict {
    /// Bytes of one way of a first cache: what x86 and Arm cores with pages of 4 KiB have, so that no bit of the set is
    /// translated.
    private static let way = 4096
    /// Bytes of a line.
    private static let line = 64

    /// The ways of first caches: 8 or 12 in what is sold today.
    private static let ways = (few: 8.0, many: 12.0)

    /// Whether the lines of the second axis fit the ways of a set: 0 if they do in any cache, 1 in some, 2 in none.
    ///
    /// Not the number: to the line it would name the shape.
    static func degree(_ shape: Shape, bytesPerElement: Double) -> Int {
        let lines = linesPerSet(shape, bytesPerElement)
        return lines <= ways.few ? 0 : lines <= ways.many ? 1 : 2
    }

    /// Elements of the second axis over the sets that they fall into; 0 where a size is not known.
    private static func linesPerSet(_ shape: Shape, _ bytesPerElement: Double) -> Double {
        guard shape.rank >= 3, let lines = shape.dims[1].value else { return 0 }
        var distance = bytesPerElement
        for dim in shape.dims.dropFirst(2) {
            guard let size = dim.value else { return 0 }
            distance *= Double(size)
        }
        guard distance >= 1, distance < 1e15 else { return 0 }
        // The largest power of two that divides the distance.
        let bytes = Int(distance)
        let factor = min(way, bytes & -bytes)
        let sets = min(way / line, way / factor)
        return Double(lines) / Double(sets)
    }
}
