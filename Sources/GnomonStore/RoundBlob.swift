import Foundation
import GnomonData

/// The rounds of a launch in a few bytes each.
///
/// Layout: a version byte; the number of rounds as a varint; then seven columns (length, stalled, memory and disk
/// stalls, stolen, throttles, frequency). A column is its presence (one number a round, as runs) and the values that are
/// present as zig-zag varint differences.
enum RoundBlob {
    private static let version: UInt8 = 1

    /// The columns of a round that a machine may not show.
    private static var optional: [WritableKeyPath<Launch.Round, Int64?>] {
        [\.stalled, \.memoryStalled, \.ioStalled, \.stolen, \.throttles, \.frequency]
    }

    /// The rounds as bytes; lossless.
    ///
    /// - Complexity: O(rounds).
    static func encode(_ rounds: [Launch.Round]) -> Data {
        var bytes: [UInt8] = [version]
        SampleBlob.append(UInt64(rounds.count), to: &bytes)
        SampleBlob.appendDifferences(rounds.map(\.nanoseconds), to: &bytes)
        for column in optional {
            SampleBlob.appendRuns(rounds.map { $0[keyPath: column] == nil ? 0 : 1 }, to: &bytes)
            SampleBlob.appendDifferences(rounds.compactMap { $0[keyPath: column] }, to: &bytes)
        }
        return Data(bytes)
    }

    /// The rounds of a blob.
    ///
    /// - Throws: `SampleBlob.Malformed` if the blob is cut, too long or of an unknown version.
    /// - Complexity: O(bytes).
    static func decode(_ data: Data) throws(SampleBlob.Malformed) -> [Launch.Round] {
        var reader = SampleBlob.Reader(bytes: [UInt8](data))
        let found = try reader.byte()
        guard found == version else {
            throw SampleBlob.Malformed(description: "rounds of unknown version \(found)")
        }
        let stated = try reader.varint()
        // A round has a length of at least one byte: a larger count is refused before allocating.
        guard stated <= UInt64(data.count) else {
            throw SampleBlob.Malformed(description: "rounds are cut")
        }
        var rounds = try reader.differences(Int(stated)).map { Launch.Round(nanoseconds: $0) }
        for column in optional {
            let presence = try reader.runs(rounds.count)
            let places = presence.indices.filter { presence[$0] != 0 }
            for (place, value) in zip(places, try reader.differences(places.count)) {
                rounds[place][keyPath: column] = value
            }
        }
        guard reader.isAtEnd else {
            throw SampleBlob.Malformed(description: "bytes after the last round")
        }
        return rounds
    }
}
