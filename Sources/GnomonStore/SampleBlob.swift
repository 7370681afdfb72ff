import Foundation
import GnomonData

/// The samples of a launch in a few bytes each, so that every grade can be computed again from what was seen.
///
/// Layout: a version byte; the number of samples as a varint; then the columns of `SampleColumns` (elapsed time,
/// processor time, flags, repeats, round, position), each as zig-zag varint differences to the sample before.
/// Successive samples are close to each other, so a difference takes two or three bytes where the value takes
/// eight; in a column of small numbers, a run of samples with equal differences takes two bytes. Version 1, which
/// had only two flags and two columns, is still read.
enum SampleBlob {
    /// A blob that was cut, or written by something else.
    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    private static let version: UInt8 = 2

    /// The samples as bytes.
    ///
    /// Lossless for all values.
    ///
    /// - Complexity: O(samples).
    static func encode(_ samples: [Launch.Sample]) -> Data {
        var bytes: [UInt8] = [version]
        bytes.reserveCapacity(samples.count * 6 + 16)
        append(UInt64(samples.count), to: &bytes)
        let columns = SampleColumns(samples)
        appendDifferences(columns.wall, to: &bytes)
        appendDifferences(columns.cpu, to: &bytes)
        for column in [columns.flags.map(Int64.init), columns.repeats.map(Int64.init)]
            + [columns.round.map(Int64.init), columns.position.map(Int64.init)]
        {
            appendRuns(column, to: &bytes)
        }
        return Data(bytes)
    }

    /// The samples of a blob.
    ///
    /// - Throws: `Malformed` if the blob is cut, too long or of an unknown version.
    /// - Complexity: O(bytes).
    static func decode(_ data: Data) throws(Malformed) -> [Launch.Sample] {
        var reader = Reader(bytes: [UInt8](data))
        let found = try reader.byte()
        guard found == 1 || found == version else {
            throw Malformed(description: "samples of unknown version \(found)")
        }
        let stated = try reader.varint()
        // Two differences of at least a byte each: a count beyond that is a lie, refused before allocating.
        guard stated <= UInt64(data.count / 2) else { throw Malformed(description: "samples are cut") }
        let samples = try found == 1 ? first(&reader, Int(stated)) : second(&reader, Int(stated))
        guard reader.isAtEnd else { throw Malformed(description: "bytes after the last sample") }
        return samples
    }

    /// The samples of version 1.
    private static func first(_ reader: inout Reader, _ count: Int) throws(Malformed) -> [Launch.Sample] {
        var flags: [UInt8] = []
        flags.reserveCapacity((count + 3) / 4)
        for _ in 0..<(count + 3) / 4 { flags.append(try reader.byte()) }
        let walls = try reader.differences(count)
        let cpus = try reader.differences(count)
        return (0..<count).map { index in
            let bits = flags[index / 4] >> UInt8(index % 4 * 2)
            return Launch.Sample(
                wall: walls[index], cpu: cpus[index], isClean: bits & 1 != 0, isWarmup: bits & 2 != 0)
        }
    }

    /// The samples of version 2.
    private static func second(_ reader: inout Reader, _ count: Int) throws(Malformed) -> [Launch.Sample] {
        var columns = SampleColumns()
        columns.wall = try reader.differences(count)
        columns.cpu = try reader.differences(count)
        columns.flags = try reader.runs(count).map { UInt8(truncatingIfNeeded: $0) }
        columns.repeats = try reader.runs(count).map { Int($0) }
        columns.round = try reader.runs(count).map { Int($0) }
        columns.position = try reader.runs(count).map { Int($0) }
        return columns.samples
    }

    static func appendDifferences(_ values: some Sequence<Int64>, to bytes: inout [UInt8]) {
        var last: Int64 = 0
        for value in values {
            // Wrapping on both sides: exact even where the true difference does not fit.
            let difference = value &- last
            append(UInt64(bitPattern: (difference << 1) ^ (difference >> 63)), to: &bytes)
            last = value
        }
    }

    /// Each difference with how often it follows itself.
    static func appendRuns(_ values: [Int64], to bytes: inout [UInt8]) {
        var place = 0
        var last: Int64 = 0
        while place < values.count {
            let difference = values[place] &- last
            var end = place + 1
            while end < values.count, values[end] &- values[end - 1] == difference { end += 1 }
            append(UInt64(bitPattern: (difference << 1) ^ (difference >> 63)), to: &bytes)
            append(UInt64(end - place), to: &bytes)
            last = values[end - 1]
            place = end
        }
    }

    static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    struct Reader {
        let bytes: [UInt8]
        var position = 0

        var isAtEnd: Bool { position == bytes.count }

        mutating func byte() throws(Malformed) -> UInt8 {
            guard position < bytes.count else { throw Malformed(description: "samples are cut") }
            defer { position += 1 }
            return bytes[position]
        }

        mutating func varint() throws(Malformed) -> UInt64 {
            var value: UInt64 = 0
            for shift in stride(from: UInt64(0), through: 63, by: 7) {
                let next = try byte()
                guard shift < 63 || next <= 1 else { break }
                value |= UInt64(next & 0x7F) << shift
                if next < 0x80 { return value }
            }
            throw Malformed(description: "a number of more than 64 bits among the samples")
        }

        mutating func differences(_ count: Int) throws(Malformed) -> [Int64] {
            var values: [Int64] = []
            values.reserveCapacity(count)
            var last: Int64 = 0
            for _ in 0..<count {
                let zigzag = try varint()
                last = last &+ (Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1))
                values.append(last)
            }
            return values
        }

        mutating func runs(_ count: Int) throws(Malformed) -> [Int64] {
            var values: [Int64] = []
            values.reserveCapacity(count)
            var last: Int64 = 0
            while values.count < count {
                let zigzag = try varint()
                let difference = Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1)
                let length = try varint()
                guard length > 0, length <= UInt64(count - values.count) else {
                    throw Malformed(description: "a run of samples of the wrong length")
                }
                for _ in 0..<length {
                    last = last &+ difference
                    values.append(last)
                }
            }
            return values
        }
    }
}
