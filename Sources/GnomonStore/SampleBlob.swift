import Foundation
import GnomonData

/// The samples of a launch in a few bytes each, so that every grade can be computed again from what was seen.
///
/// Layout: a version byte; the number of samples as a varint; the flags of all samples, two bits each (clean,
/// warm-up), four samples a byte; then the elapsed times and the processor times, each column as zig-zag varint
/// differences to the sample before. Successive samples are close to each other, so a difference takes two or
/// three bytes where the value takes eight.
enum SampleBlob {
    /// A blob that was cut, or written by something else.
    struct Malformed: Error, CustomStringConvertible {
        let description: String
    }

    private static let version: UInt8 = 1

    /// The samples as bytes.
    ///
    /// Lossless for all values.
    ///
    /// - Complexity: O(samples).
    static func encode(_ samples: [Launch.Sample]) -> Data {
        var bytes: [UInt8] = [version]
        bytes.reserveCapacity(samples.count * 6 + 16)
        append(UInt64(samples.count), to: &bytes)
        for start in stride(from: 0, to: samples.count, by: 4) {
            var packed: UInt8 = 0
            for (slot, sample) in samples[start..<min(start + 4, samples.count)].enumerated() {
                let flags: UInt8 = (sample.isClean ? 1 : 0) | (sample.isWarmup ? 2 : 0)
                packed |= flags << UInt8(slot * 2)
            }
            bytes.append(packed)
        }
        appendDifferences(samples.lazy.map(\.wall), to: &bytes)
        appendDifferences(samples.lazy.map(\.cpu), to: &bytes)
        return Data(bytes)
    }

    /// The samples of a blob.
    ///
    /// - Throws: `Malformed` if the blob is cut, too long or of an unknown version.
    /// - Complexity: O(bytes).
    static func decode(_ data: Data) throws(Malformed) -> [Launch.Sample] {
        var reader = Reader(bytes: [UInt8](data))
        let found = try reader.byte()
        guard found == version else { throw Malformed(description: "samples of unknown version \(found)") }
        let stated = try reader.varint()
        // Two differences of at least a byte each: a count beyond that is a lie, refused before allocating.
        guard stated <= UInt64(data.count / 2) else { throw Malformed(description: "samples are cut") }
        let count = Int(stated)
        var flags: [UInt8] = []
        flags.reserveCapacity((count + 3) / 4)
        for _ in 0..<(count + 3) / 4 { flags.append(try reader.byte()) }
        let walls = try reader.differences(count)
        let cpus = try reader.differences(count)
        guard reader.isAtEnd else { throw Malformed(description: "bytes after the last sample") }
        return (0..<count).map { index in
            let bits = flags[index / 4] >> UInt8(index % 4 * 2)
            return Launch.Sample(
                wall: walls[index], cpu: cpus[index], isClean: bits & 1 != 0, isWarmup: bits & 2 != 0)
        }
    }

    private static func appendDifferences(_ values: some Sequence<Int64>, to bytes: inout [UInt8]) {
        var last: Int64 = 0
        for value in values {
            // Wrapping on both sides: exact even where the true difference does not fit.
            let difference = value &- last
            append(UInt64(bitPattern: (difference << 1) ^ (difference >> 63)), to: &bytes)
            last = value
        }
    }

    private static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private struct Reader {
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
    }
}
