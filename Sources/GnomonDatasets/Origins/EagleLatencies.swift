import GnomonSpaces

/// Latencies of NAS-Bench-201 as SamsungLabs/eagle keeps them (LatBench, arXiv:2007.08668): a pickled dictionary of
/// six codes to seconds.
public enum EagleLatencies {
    /// Milliseconds by architecture text.
    ///
    /// - Throws: `DatasetError` for a pickle of anything else.
    /// - Complexity: O(bytes).
    public static func milliseconds(_ bytes: [UInt8]) throws(DatasetError) -> [String: Double] {
        let data = try PlainPickle.read(bytes)
        guard case .dictionary(let root) = data.root, !data.containers[root].isEmpty else {
            throw DatasetError(.malformed, "the pickle is no dictionary")
        }
        let items = data.containers[root]
        let space = NASBench201()
        var result: [String: Double] = [:]
        for place in stride(from: 0, to: items.count, by: 2) {
            guard case .number(let seconds) = items[place + 1], seconds > 0, seconds.isFinite,
                let genes = data.wholeNumbers(items[place], atMost: 6)
            else { throw DatasetError(.malformed, "entry \(place / 2) is not six codes and seconds") }
            let architecture = Architecture(genes)
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
