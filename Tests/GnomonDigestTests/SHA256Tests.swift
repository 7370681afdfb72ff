import GnomonDigest
import Testing

@Suite("SHA-256")
struct SHA256Tests {
    @Test(
        "The published vectors hash to the published values",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func vectors(text: String, expected: String) {
        #expect(SHA256.hex(of: Array(text.utf8)) == expected)
    }

    @Test("A million letters added in odd pieces hash to the published value")
    func pieces() {
        var hash = SHA256()
        var left = 1_000_000
        var size = 1
        while left > 0 {
            let piece = min(size, left)
            hash.update([UInt8](repeating: 97, count: piece))
            left -= piece
            size = size % 9_973 + 37
        }
        #expect(hash.finish() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test("Bytes in memory, a list and a sequence of unknown length give one hash, however they are cut")
    func forms() {
        let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) }
        let expected = SHA256.hex(of: bytes)
        for cut in [0, 1, 55, 56, 63, 64, 65, 127, 128, 129, 999, 1_000] {
            var raw = SHA256()
            bytes.withUnsafeBytes { buffer in
                raw.update(UnsafeRawBufferPointer(rebasing: buffer[..<cut]))
                raw.update(UnsafeRawBufferPointer(rebasing: buffer[cut...]))
            }
            #expect(raw.finish() == expected, "cut at \(cut)")
            var listed = SHA256()
            listed.update(bytes[..<cut])
            listed.update(sequence(state: cut) { $0 < 1_000 ? bytes[($0, $0 += 1).0] : nil })
            #expect(listed.finish() == expected, "cut at \(cut)")
        }
        #expect(SHA256.hex(of: EmptyCollection()) == SHA256().finish())
    }

    @Test("Asking for the hash changes nothing")
    func asked() {
        var hash = SHA256()
        hash.update("ab".utf8)
        _ = hash.finish()
        hash.update("c".utf8)
        #expect(hash.finish() == SHA256.hex(of: "abc".utf8))
    }
}
