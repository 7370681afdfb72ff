import Foundation
import GnomonNative
import Testing

@Suite("Compressed files")
struct GzipFileTests {
    /// `printf 'gnomon\n' | gzip -n`.
    private let compressed: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x4B, 0xCF, 0xCB, 0xCF, 0xCD, 0xCF, 0xE3,
        0x02, 0x00, 0x57, 0x2F, 0x8D, 0x6B, 0x07, 0x00, 0x00, 0x00,
    ]

    private func file(_ bytes: [UInt8]) throws -> String {
        let path = NSTemporaryDirectory() + "gnomon-gzip-\(UUID().uuidString)"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    @Test("what gzip wrote is read, and so is a plain file")
    func reads() throws {
        let packed = try file(compressed)
        let plain = try file(Array("plain".utf8))
        defer { for path in [packed, plain] { try? FileManager.default.removeItem(atPath: path) } }
        #expect(try GzipFile.contents(of: packed) == Array("gnomon\n".utf8))
        #expect(try GzipFile.contents(of: plain) == Array("plain".utf8))
    }

    @Test("a file that ends too early, damage, and too many bytes are refused")
    func refuses() throws {
        let short = try file(Array(compressed.dropLast(6)))
        var bytes = compressed
        bytes[13] ^= 0xFF
        let damaged = try file(bytes)
        let whole = try file(compressed)
        defer { for path in [short, damaged, whole] { try? FileManager.default.removeItem(atPath: path) } }
        #expect(throws: NativeError.self) { try GzipFile.contents(of: short) }
        #expect(throws: NativeError.self) { try GzipFile.contents(of: damaged) }
        #expect(throws: NativeError.self) { try GzipFile.contents(of: whole, limit: 3) }
        let missing = #expect(throws: NativeError.self) { try GzipFile.contents(of: "/nowhere/at/all.gz") }
        #expect(missing?.code == .missing)
    }
}
