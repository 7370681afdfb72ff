import Foundation

/// Numbers by key in one text file, which is replaced as a whole; lines that are not whole are left out on reading.
///
/// The first line says what the numbers are and how they were made; a file of others is not read, and replaced.
public struct EncodingCache: Sendable {
    /// Where it is kept; nil for memory alone.
    public let path: String?
    /// The numbers of each key.
    public private(set) var rows: [String: [Double]] = [:]
    private let header: String
    private let columns: Int

    /// The cache in a folder under a name, with what is there already.
    ///
    /// - Parameters:
    ///   - folder: the folder, made when something is written; nil to keep nothing.
    ///   - name: the file's name without ending.
    ///   - fingerprint: how the numbers are made, in one line.
    ///   - columns: how many belong to a key.
    public init(folder: String?, name: String, fingerprint: String, columns: Int) {
        let ending = Self.checksum(fingerprint).prefix(8)
        path = folder.map { "\($0)/\(name)-\(ending).txt" }
        header = "gnomon.encoding/1 \(columns) \(fingerprint)"
        self.columns = columns
        rows = stored()
    }

    /// The numbers of a key.
    public subscript(_ key: String) -> [Double]? { rows[key] }

    /// Takes numbers for a key, which must not hold spaces; they are kept by ``write()``.
    public mutating func set(_ values: [Double], for key: String) { rows[key] = values }

    /// Puts all rows into the file, those that others wrote meanwhile too.
    ///
    /// The file appears complete or not at all; until then the old one stays.
    /// - Throws: `PredictError` (unwritable) with the file.
    public mutating func write() throws(PredictError) {
        guard let path else { return }
        rows.merge(stored()) { mine, _ in mine }
        var text = header + "\n"
        for key in rows.keys.sorted() {
            let line = ([key] + (rows[key] ?? []).map { "\($0)" }).joined(separator: " ")
            text += "\(line) \(Self.checksum(line))\n"
        }
        do {
            let target = URL(fileURLWithPath: path)
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            // Written beside it and renamed.
            try Data(text.utf8).write(to: target, options: .atomic)
        } catch {
            throw PredictError(
                .unwritable, "cannot be written: \(error.localizedDescription)", place: path,
                hint: "check that the folder is writable and the disk has space")
        }
    }

    /// The whole lines of the file.
    private func stored() -> [String: [Double]] {
        guard let path, let data = FileManager.default.contents(atPath: path) else { return [:] }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
        guard let first = lines.first, first == header[...] else { return [:] }
        var result: [String: [Double]] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: " ")
            guard parts.count == columns + 2, let sum = parts.last,
                Self.checksum(String(line.dropLast(sum.count + 1))) == sum
            else { continue }
            let values = parts[1...columns].compactMap { Double($0) }
            guard values.count == columns, values.allSatisfy(\.isFinite) else { continue }
            result[String(parts[0])] = values
        }
        return result
    }

    /// 64 bits of a text, FNV-1a, as sixteen digits: against damage, not against people.
    static func checksum(_ text: String) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
