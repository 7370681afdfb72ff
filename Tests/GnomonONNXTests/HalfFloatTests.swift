import Testing

@testable import GnomonONNX

@Suite("16-bit floating point")
struct HalfFloatTests {
    @Test("Every finite half survives the way through a float, and so does every bfloat16")
    func everyValue() {
        for bits in UInt16.min...UInt16.max {
            let half = HalfFloat.value(half: bits)
            if !half.isNaN { #expect(HalfFloat.half(half) == bits) }
            let brain = HalfFloat.value(brain: bits)
            if !brain.isNaN { #expect(HalfFloat.brain(brain) == bits) }
        }
    }

    @Test("Rounding goes to the nearest value, halves to even; too much is infinite")
    func rounding() {
        #expect(HalfFloat.half(1 + 0x1p-11) == 0x3C00)
        #expect(HalfFloat.half(1 + 0x3p-11) == 0x3C02)
        #expect(HalfFloat.half(65519) == 0x7BFF)
        #expect(HalfFloat.half(65520) == 0x7C00)
        #expect(HalfFloat.half(-1e30) == 0xFC00)
        #expect(HalfFloat.half(.nan) & 0x7FFF > 0x7C00)
        #expect(HalfFloat.half(0x1p-26) == 0)
        #expect(HalfFloat.brain(1 + 0x1p-8) == 0x3F80)
        #expect(HalfFloat.brain(.nan) == 0x7FC0)
    }
}
