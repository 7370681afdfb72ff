import GnomonSpaces

/// Latencies of NAS-Bench-201 as SamsungLabs/eagle keeps them (LatBench, arXiv:2007.08668): a pickled dictionary of
/// six codes to seconds.
public enum EagleLatencies {
    /// Milliseconds by architecture text.
    ///
    /// - Throws: `DatasetError` for a pickle of anything else.
    /// - Complexity: O(bytes).
    public static func milliseconds(_ bytes: [UInt8]) throws(DatasetError) -> [String: Double] {
        guard case .dictionary(let items) = try PlainPickle.value(bytes), !items.isEmpty,
            items.count.isMultiple(of: 2)
        else { throw DatasetError(.malformed, "the pickle is no dictionary") }
        let space = NASBench201()
        var result: [String: Double] = [:]
        for place in stride(from: 0, to: items.count, by: 2) {
            guard case .list(let codes) = items[place], case .number(let seconds) = items[place + 1],
                seconds > 0, seconds.isFinite
            else { throw DatasetError(.malformed, "entry \(place / 2) is not six codes and seconds") }
            let genes = codes.compactMap { code -> Int? in if case .int(let gene) = code { gene } else { nil }
            }
            let architecture = Architecture(genes.count == codes.count ? genes : [])
            do throws(SpaceError) {
                try space.check(architecture)
            } catch { throw DatasetError(.malformed, "entry \(place / 2): \(error.message)") }
            guard result.updateValue(1000 * seconds, forKey: space.format(architecture)) == nil else {
                throw DatasetError(.malformed, "entry \(place / 2) comes twice")
            }
        }
        return result
    }
}
