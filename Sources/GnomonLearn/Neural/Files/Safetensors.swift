public import Foundation

/// The safetensors form of weights: eight bytes with the length of a JSON header, the header, the numbers
/// (https://huggingface.co/docs/safetensors).
///
/// Files are taken for hostile: every number in a header is checked before it is used, nothing is executed, and
/// no memory is asked for that the file does not fill.
public enum Safetensors {
    /// The longest header that is read, in bytes.
    static let longestHeader = 8 << 20
    /// The largest file that is read, in bytes.
    static let largestFile = 1 << 30

    private struct Row: Codable {
        var dtype: String
        var shape: [Int]
        var offsets: [Int]

        enum CodingKeys: String, CodingKey {
            case dtype, shape
            case offsets = "data_offsets"
        }
    }

    /// The file of some weights; the same weights give the same bytes.
    public static func data(_ weights: Weights) -> Data {
        var rows: [String: Row] = [:]
        var body = Data()
        for (name, entry) in weights.entries.sorted(by: { $0.key < $1.key }) {
            let start = body.count
            body.append(contentsOf: entry.bytes)
            rows[name] = Row(
                dtype: entry.precision == .float32 ? "F32" : "F64", shape: entry.sizes,
                offsets: [start, body.count])
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var header = (try? encoder.encode(rows)) ?? Data("{}".utf8)
        while header.count % 8 != 0 { header.append(0x20) }
        var file = Data((0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) })
        file.append(header)
        file.append(body)
        return file
    }

    /// The weights of a file.
    ///
    /// - Throws: `LearnError` (model) with what does not fit.
    public static func weights(_ data: Data) throws(LearnError) -> Weights {
        let bytes = [UInt8](data.prefix(8))
        guard bytes.count == 8, data.count <= largestFile else {
            throw LearnError(.model, "a safetensors file has from 8 bytes to 1 GiB, this one \(data.count)")
        }
        var length: UInt64 = 0
        for (index, byte) in bytes.enumerated() { length |= UInt64(byte) << (8 * UInt64(index)) }
        guard length <= UInt64(min(longestHeader, data.count - 8)) else {
            throw LearnError(.model, "the header's length \(length) is not in the file")
        }
        let header = data.dropFirst(8).prefix(Int(length))
        let body = data.dropFirst(8 + Int(length))
        let rows: [String: Row]
        do {
            rows = try JSONDecoder().decode([String: Row].self, from: Data(header))
        } catch {
            throw LearnError(.model, "the header is no table of tensors")
        }
        var weights = Weights()
        var spans: [Range<Int>] = []
        for (name, row) in rows.sorted(by: { $0.key < $1.key }) {
            let (precision, span) = try check(row, name, body.count)
            spans.append(span)
            let numbers = body.dropFirst(span.lowerBound).prefix(span.count)
            weights[name] = Weights.Entry(precision: precision, sizes: row.shape, bytes: [UInt8](numbers))
        }
        try requireTiling(spans, body.count)
        return weights
    }

    private static func check(
        _ row: Row, _ name: String, _ available: Int
    ) throws(LearnError) -> (NeuralEngine.Precision, Range<Int>) {
        let width: Int
        let precision: NeuralEngine.Precision
        switch row.dtype {
        case "F32": (precision, width) = (.float32, 4)
        case "F64": (precision, width) = (.float64, 8)
        default: throw LearnError(.model, "'\(name)' is of type '\(row.dtype)'; known: F32, F64")
        }
        guard row.offsets.count == 2, row.offsets[0] >= 0, row.offsets[0] <= row.offsets[1],
            row.offsets[1] <= available
        else { throw LearnError(.model, "'\(name)' lies outside the file") }
        var size = width
        for axis in row.shape {
            let (next, overflow) = size.multipliedReportingOverflow(by: axis)
            guard axis >= 0, !overflow else { throw LearnError(.model, "'\(name)' has an impossible shape") }
            size = next
        }
        guard row.shape.count <= 8, size == row.offsets[1] - row.offsets[0] else {
            throw LearnError(.model, "'\(name)' does not have the bytes of its shape")
        }
        return (precision, row.offsets[0]..<row.offsets[1])
    }

    /// Tensors lie behind each other, without gaps and without sharing bytes.
    private static func requireTiling(_ spans: [Range<Int>], _ available: Int) throws(LearnError) {
        var end = 0
        for span in spans.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
            guard span.lowerBound == end else { throw LearnError(.model, "tensors overlap or leave gaps") }
            end = span.upperBound
        }
        guard end == available else { throw LearnError(.model, "there are bytes that belong to no tensor") }
    }
}
