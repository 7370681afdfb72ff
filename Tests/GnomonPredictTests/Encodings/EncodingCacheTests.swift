import Foundation
import GnomonPredict
import Testing

@Suite("The file that encodings are kept in")
struct EncodingCacheTests {
    /// A cache in a folder of its own, removed at the end.
    func withFolder(_ body: (String) throws -> Void) rethrows {
        let folder = FileManager.default.temporaryDirectory.path + "/gnomon-cache-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    func open(_ folder: String, made: String = "so", columns: Int = 2) -> EncodingCache {
        EncodingCache(folder: folder, name: "test", fingerprint: made, columns: columns)
    }

    @Test("gives back what was written, to the last bit")
    func kept() throws {
        try withFolder { folder in
            var cache = open(folder)
            cache.set([0.1, -1e300], for: "a")
            cache.set([1 / 3, 1e-300], for: "b")
            try cache.write()
            #expect(open(folder).rows == ["a": [0.1, -1e300], "b": [1 / 3, 1e-300]])
            #expect(open(folder, made: "otherwise").rows.isEmpty)
            #expect(open(folder, columns: 3).rows.isEmpty)
        }
    }

    @Test("survives a broken write: whole lines are read, others are not")
    func broken() throws {
        try withFolder { folder in
            var cache = open(folder)
            for key in 0..<20 { cache.set([Double(key), 0.5], for: "k\(key)") }
            try cache.write()
            let path = try #require(cache.path)
            let whole = try #require(FileManager.default.contents(atPath: path))
            for length in stride(from: 0, to: whole.count, by: 7) {
                try whole.prefix(length).write(to: URL(fileURLWithPath: path))
                let rows = open(folder).rows
                #expect(rows.allSatisfy { cache[$0.key] == $0.value })
                #expect(rows.count <= 20)
            }
            // A number that was changed on the way.
            var text = String(decoding: whole, as: UTF8.self)
            text = text.replacingOccurrences(of: "k7 7.0", with: "k7 8.0")
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            var rest = open(folder)
            #expect(rest.rows.count == 19 && rest["k7"] == nil)
            rest.set([7, 0.5], for: "k7")
            try rest.write()
            #expect(open(folder).rows == cache.rows)
        }
    }

    @Test("keeps what another one wrote meanwhile, and leaves no other files")
    func together() throws {
        try withFolder { folder in
            var (one, two) = (open(folder), open(folder))
            one.set([1, 1], for: "one")
            try one.write()
            two.set([2, 2], for: "two")
            try two.write()
            #expect(open(folder).rows == ["one": [1, 1], "two": [2, 2]])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
        }
    }

    @Test("says which file cannot be written")
    func unwritable() throws {
        try withFolder { folder in
            try Data().write(to: URL(fileURLWithPath: folder))
            var cache = open(folder)
            cache.set([1, 2], for: "a")
            let error = #expect(throws: PredictError.self) { try cache.write() }
            #expect(error?.code == .unwritable && error?.place == cache.path)
        }
    }
}
