public import GnomonSpaces

/// The files of HELP (arXiv:2106.08630, HayeonLee/HELP, `data/*`), which `torch.save` wrote.
///
/// For each device there is a file with the latencies of all architectures, in milliseconds and in the order
/// of one more file with the architectures: `str_arch2idx.pt` (NAS-Bench-201: text to row), `metainfo.pt`
/// (FBNet: a list under `arch` of dictionaries with `op_idx_list`) and `ofa_archs.pt` (Once-for-all: the same
/// with `ks`, `e`, `d` and `r`). What a file holds is told by its form, not by its name.
public enum HELPArchive {
    /// What one of the files holds.
    public enum Contents: Hashable, Sendable {
        /// Milliseconds in the order of the architectures.
        case latencies([Double])
        /// Texts of architectures in their order.
        case architectures([String])
    }

    /// The content of a file.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - space: The space the architectures are of.
    /// - Returns: Latencies or architectures.
    /// - Throws: `DatasetError` for a damaged file, one that is not plain data, a latency that is not above 0, or an
    ///   architecture the space does not have.
    /// - Complexity: O(bytes).
    public static func contents(
        _ bytes: [UInt8], space: any SearchSpace
    ) throws(DatasetError) -> Contents {
        let data = try TorchFile.read(bytes)
        if let list = data.entry("arch", of: data.root) {
            guard let found = try data.items(list) else {
                throw DatasetError(.malformed, "'arch' is no list of architectures")
            }
            return .architectures(try architectures(found, data, space))
        }
        if case .dictionary(let id) = data.root {
            return .architectures(try numbered(data.containers[id], data, space))
        }
        guard let items = try data.items(data.root), let first = items.first else {
            throw DatasetError(.malformed, "the file holds neither latencies nor architectures")
        }
        if case .dictionary = first { return .architectures(try architectures(items, data, space)) }
        var latencies: [Double] = []
        latencies.reserveCapacity(items.count)
        for (row, item) in items.enumerated() {
            guard let latency = try data.scalar(item).double, latency > 0, latency.isFinite else {
                throw DatasetError(.malformed, "row \(row) is no latency above 0")
            }
            latencies.append(latency)
        }
        return .latencies(latencies)
    }

    /// Architectures whose choices are listed by name.
    private static func architectures(
        _ items: [PickledValue], _ data: PickledData, _ space: any SearchSpace
    ) throws(DatasetError) -> [String] {
        var result: [String] = []
        for (row, item) in items.enumerated() {
            let parts = space is FBNet ? ["op_idx_list"] : ["ks", "e", "d", "r"]
            var texts: [String] = []
            for part in parts {
                guard case .dictionary(let id) = item, data.containers[id].count <= 64,
                    let value = data.entry(part, of: item)
                else { throw DatasetError(.malformed, "architecture \(row) has no '\(part)'") }
                // The resolution is a number, or a list of one.
                let numbers: [Int]?
                if case .int(let number)? = try? data.scalar(value) {
                    numbers = [number]
                } else {
                    numbers = data.wholeNumbers(value, atMost: 22)
                }
                guard let numbers else {
                    throw DatasetError(.malformed, "'\(part)' of architecture \(row) is no list of numbers")
                }
                texts.append(numbers.map(String.init).joined())
            }
            result.append(try checked(texts.joined(separator: ":"), row, space))
        }
        return result
    }

    /// Architectures under their texts, each with its row.
    private static func numbered(
        _ items: [PickledValue], _ data: PickledData, _ space: any SearchSpace
    ) throws(DatasetError) -> [String] {
        var result = [String?](repeating: nil, count: items.count / 2)
        for place in stride(from: 0, to: items.count, by: 2) {
            guard case .text(let text) = items[place], case .int(let row) = try data.scalar(items[place + 1]),
                result.indices.contains(row), result[row] == nil
            else {
                throw DatasetError(.malformed, "entry \(place / 2) is no architecture with a row of its own")
            }
            result[row] = try checked(text, row, space)
        }
        return result.compactMap { $0 }
    }

    private static func checked(
        _ text: String, _ row: Int, _ space: any SearchSpace
    ) throws(DatasetError) -> String {
        guard text.utf8.count <= 256 else { throw DatasetError(.malformed, "architecture \(row) has no end") }
        do throws(SpaceError) { return space.format(try space.parse(text)) } catch {
            throw DatasetError(.malformed, "architecture \(row): \(error.message)")
        }
    }
}
