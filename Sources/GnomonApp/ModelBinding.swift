public import GnomonGraph

/// The sizes of free axes as users write them: `seq=128` and `x=1x3x224x224`.
public struct ModelBinding: Hashable, Sendable {
    /// The options for preparing a network.
    public var options: BindingOptions

    /// Reads sizes given as text.
    ///
    /// - Throws: `AppError` with exit 64 and the entry that cannot be read.
    public init(
        dims: [String] = [], shapes: [String] = [], trips: [String] = [], batch: Int = 1,
        allowUnbound: Bool = false
    ) throws(AppError) {
        options = BindingOptions()
        options.allowUnbound = allowUnbound
        guard batch > 0 else {
            throw AppError(code: "usage", message: "--batch \(batch) is not a size", exit: .usage)
        }
        options.defaultBatch = batch
        for entry in dims {
            let (name, value) = try Self.split(entry, flag: "--dim", example: "seq=128")
            guard let size = Int(value), size > 0 else {
                throw AppError(
                    code: "usage", message: "--dim \(entry): '\(value)' is not a size",
                    hint: "write --dim seq=128",
                    exit: .usage)
            }
            options.dims[name] = size
        }
        for entry in shapes {
            let (name, value) = try Self.split(entry, flag: "--shape", example: "x=1x3x224x224")
            let sizes = value.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
            guard !sizes.isEmpty, sizes.allSatisfy({ ($0 ?? -1) >= 0 }) else {
                throw AppError(
                    code: "usage", message: "--shape \(entry): '\(value)' is not a shape",
                    hint: "write --shape x=1x3x224x224", exit: .usage)
            }
            options.shapes[name] = sizes.compactMap { $0 }
        }
        for entry in trips {
            let (name, value) = try Self.split(entry, flag: "--trips", example: "decode=32")
            guard let count = Int(value), count >= 0 else {
                throw AppError(
                    code: "usage", message: "--trips \(entry): '\(value)' is not a number of trips",
                    hint: "write --trips decode=32", exit: .usage)
            }
            options.trips[name] = count
        }
    }

    /// Cuts at the last `=`: names may hold one.
    private static func split(
        _ entry: String, flag: String, example: String
    ) throws(AppError) -> (String, String) {
        guard let equals = entry.lastIndex(of: "="), equals != entry.startIndex else {
            throw AppError(
                code: "usage", message: "\(flag) \(entry) has no name and value",
                hint: "write \(flag) \(example)",
                exit: .usage)
        }
        return (String(entry[..<equals]), String(entry[entry.index(after: equals)...]))
    }
}
