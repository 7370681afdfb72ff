import Testing

@testable import GnomonGraph

@Suite("SipHash-2-4-128")
struct SipHashTests {
    /// The key 00 01 02 … 0f of the authors' vectors.
    private let key: (UInt64, UInt64) = (0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908)

    private func bytes(_ hash: NetworkHash) -> String {
        [hash.low, hash.high].map { word in
            (0..<8).map { index in
                let byte = String(word >> UInt64(8 * index) & 0xFF, radix: 16)
                return byte.count == 1 ? "0" + byte : byte
            }.joined()
        }.joined()
    }

    @Test(
        "agrees with the published vectors of the reference implementation",
        arguments: [
            (0, "a3817f04ba25a8e66df67214c7550293"), (1, "da87c1d86b99af44347659119b22fc45"),
            (2, "8177228da4a45dc7fca38bdef60affe4"), (3, "9c70b60c5267a94e5f33b6b02985ed51"),
            (4, "f88164c12d9c8faf7d0f6e7c7bcd5579"), (5, "1368875980776f8854527a07690e9627"),
        ])
    func vectors(length: Int, expected: String) {
        var hasher = SipHash128(key: key)
        for index in 0..<length { hasher.combine(byte: UInt8(index)) }
        #expect(bytes(hasher.finish()) == expected)
    }

    @Test("sees words as their bytes, the lowest first, at any position")
    func words() {
        for lead in 0..<9 {
            var single = SipHash128(key: key)
            var word = SipHash128(key: key)
            for index in 0..<lead {
                single.combine(byte: UInt8(index))
                word.combine(byte: UInt8(index))
            }
            for shift in 0..<8 { single.combine(byte: UInt8(0xF0 + shift)) }
            word.combine(UInt64(0xF7F6_F5F4_F3F2_F1F0))
            #expect(single.finish() == word.finish())
        }
    }

    @Test("prints as g1: and 32 digits, and reads that back")
    func text() {
        let hash = NetworkHash(high: 0x1, low: 0xABCD)
        #expect(hash.description == "g1:0000000000000001000000000000abcd")
        #expect(NetworkHash(hash.description) == hash)
        for wrong in [
            "", "g1:", "g2:0000000000000001000000000000abcd", "g1:+000000000000001000000000000abcd",
        ] {
            #expect(NetworkHash(wrong) == nil)
        }
    }
}
