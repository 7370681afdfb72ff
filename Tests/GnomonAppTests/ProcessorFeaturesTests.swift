import Testing

@testable import GnomonApp

@Suite("What the processor can do")
struct ProcessorFeaturesTests {
    @Test(
        "the flags decide the width of vectors",
        arguments: [
            ("flags\t\t: fpu sse2 avx avx2 avx512f", 64), ("flags\t\t: fpu sse2 avx avx2", 32),
            ("flags : avx", 32),
            ("processor : 0\nmodel name : avx512f\nflags : sse avx2\nflags : avx512f", 32),
        ])
    func widths(text: String, bytes: Int) {
        #expect(ProcessorFeatures(cpuInfo: text).vectorBytes == bytes)
    }

    @Test("nothing known is nothing claimed", arguments: ["", "flags : sse2", "Features : asimd", "flags"])
    func unknown(text: String) {
        #expect(ProcessorFeatures(cpuInfo: text).vectorBytes == nil)
    }
}
