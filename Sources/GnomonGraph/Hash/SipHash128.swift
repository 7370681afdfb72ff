/// SipHash-2-4 with 128 bits of output: a keyed hash that is the same on every machine and in every run.
///
/// J.-P. Aumasson, D. J. Bernstein, "SipHash: a fast short-input PRF", INDOCRYPT 2012,
/// DOI 10.1007/978-3-642-34931-7_28. The 128-bit variant is that of the authors' reference code.
struct SipHash128 {
    private var v0: UInt64
    private var v1: UInt64
    private var v2: UInt64
    private var v3: UInt64
    private var tail: UInt64 = 0
    private var count: UInt64 = 0

    /// The public key of all hashes of networks.
    static let key: (UInt64, UInt64) = (0x6E6F_6D6F_6E67_2E31, 0x6E65_7477_6F72_6B21)

    init(key: (UInt64, UInt64) = SipHash128.key) {
        v0 = key.0 ^ 0x736F_6D65_7073_6575
        v1 = key.1 ^ 0x646F_7261_6E64_6F6D ^ 0xEE
        v2 = key.0 ^ 0x6C79_6765_6E65_7261
        v3 = key.1 ^ 0x7465_6462_7974_6573
    }

    @inline(__always)
    private mutating func round() {
        v0 &+= v1
        v1 = (v1 << 13 | v1 >> 51) ^ v0
        v0 = v0 << 32 | v0 >> 32
        v2 &+= v3
        v3 = (v3 << 16 | v3 >> 48) ^ v2
        v0 &+= v3
        v3 = (v3 << 21 | v3 >> 43) ^ v0
        v2 &+= v1
        v1 = (v1 << 17 | v1 >> 47) ^ v2
        v2 = v2 << 32 | v2 >> 32
    }

    @inline(__always)
    private mutating func compress(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }

    /// Appends one byte.
    mutating func combine(byte: UInt8) {
        tail |= UInt64(byte) << (8 * (count & 7))
        count &+= 1
        if count & 7 == 0 {
            compress(tail)
            tail = 0
        }
    }

    /// Appends eight bytes, the lowest first.
    @inline(__always)
    mutating func combine(_ word: UInt64) {
        let shift = 8 * (count & 7)
        count &+= 8
        if shift == 0 {
            compress(word)
        } else {
            compress(tail | word << shift)
            tail = word >> (64 - shift)
        }
    }

    /// Appends a number as eight bytes.
    @inline(__always)
    mutating func combine(_ number: Int) { combine(UInt64(bitPattern: Int64(number))) }

    /// Appends a hash.
    mutating func combine(_ hash: NetworkHash) {
        combine(hash.low)
        combine(hash.high)
    }

    /// Appends the length and the UTF-8 bytes of a text.
    mutating func combine(_ text: String) {
        combine(text.utf8.count)
        for byte in text.utf8 { combine(byte: byte) }
    }

    /// The hash of everything appended.
    consuming func finish() -> NetworkHash {
        compress(tail | (count & 0xFF) << 56)
        v2 ^= 0xEE
        for _ in 0..<4 { round() }
        let low = v0 ^ v1 ^ v2 ^ v3
        v1 ^= 0xDD
        for _ in 0..<4 { round() }
        return NetworkHash(high: v0 ^ v1 ^ v2 ^ v3, low: low)
    }
}
