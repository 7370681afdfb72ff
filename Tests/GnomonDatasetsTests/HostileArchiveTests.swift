import GnomonDatasets
import GnomonSpaces
import GnomonTestKit
import Testing

/// Archives and pickles nobody would write by accident.
@Suite("Hostile archives")
struct HostileArchiveTests {
    private func latencies(_ bytes: [UInt8]) throws(DatasetError) -> HELPArchive.Contents {
        try HELPArchive.contents(bytes, space: FBNet())
    }

    /// `[1.5]`, pickled.
    private static let one: [UInt8] = [0x80, 2, 0x5D, 0x47, 0x3F, 0xF8, 0, 0, 0, 0, 0, 0, 0x61, 0x2E]

    private func archive(_ pickle: [UInt8], _ more: [ZipWriter.File] = []) -> [UInt8] {
        ZipWriter(files: [ZipWriter.File(name: "a/data.pkl", bytes: pickle)] + more).bytes()
    }

    /// A tensor of Float32 with these claims, of a storage with that many numbers.
    private func tensor(storage: Int, offset: Int = 0, size: Int, stride: Int, bytes: Int) -> [UInt8] {
        func int(_ value: Int) -> [UInt8] { [0x8A, 8] + ZipWriter.little(value, 8) }
        func text(_ value: String) -> [UInt8] { [0x8C, UInt8(value.utf8.count)] + Array(value.utf8) }
        var pickle: [UInt8] = [0x80, 2] + Array("ctorch._utils\n_rebuild_tensor_v2\n((".utf8)
        pickle +=
            text("storage") + Array("ctorch\nFloatStorage\n".utf8) + text("0") + text("cpu") + int(storage)
        pickle += Array("tQ".utf8) + int(offset) + int(size) + [0x85] + int(stride) + [0x85, 0x89, 0x4E]
        pickle += Array("tR.".utf8)
        return archive(
            pickle, [ZipWriter.File(name: "a/data/0", bytes: [UInt8](repeating: 0x3F, count: bytes))])
    }

    private static let good = ZipWriter.File(name: "a/data.pkl", bytes: one)

    @Test("what is written by the rules is read, with 64-bit fields and record too")
    func good() throws {
        for isLong in [false, true] {
            for hasLongFields in [false, true] {
                let zip = ZipWriter(files: [Self.good], isLong: isLong, hasLongFields: hasLongFields)
                #expect(try latencies(zip.bytes()) == .latencies([1.5]))
            }
        }
        let number = Double(Float(bitPattern: 0x3F3F_3F3F))
        #expect(
            try latencies(tensor(storage: 4, offset: 1, size: 2, stride: 2, bytes: 16))
                == .latencies([number, number]))
    }

    @Test("archives that lie about their files are refused")
    func lyingArchives() {
        var files = [ZipWriter.File](repeating: Self.good, count: 6)
        files[0].claimedCount = 1 << 31
        files[1].claimedPlace = 0xFFFF_FFFE
        files[2].claimedChecksum = 0
        files[3].method = 8
        files[4].claimedCount = 4
        files[5].claimedPlace = 7
        var archives = files.map { ZipWriter(files: [$0]) }
        archives += files.map { ZipWriter(files: [$0], isLong: true, hasLongFields: true) }
        archives += [
            ZipWriter(files: [Self.good, Self.good]), ZipWriter(files: []),
            ZipWriter(files: [Self.good], claimedFiles: 2),
            ZipWriter(files: [Self.good], claimedFiles: .max, isLong: true),
            ZipWriter(files: [Self.good], claimedFiles: -1, isLong: true),
            ZipWriter(files: [Self.good], claimedDirectory: 3),
            ZipWriter(files: [Self.good], claimedDirectory: .max, isLong: true),
            ZipWriter(files: [Self.good], claimedDirectory: -1, isLong: true),
            ZipWriter(files: [Self.good, .init(name: "b/data.pkl", bytes: Self.one)]),
            ZipWriter(files: [Self.good, .init(name: "a/byteorder", bytes: Array("big".utf8))]),
        ]
        for archive in archives {
            #expect(throws: DatasetError.self) { try latencies(archive.bytes()) }
        }
    }

    @Test("tensors that claim more than their storage has are refused, before memory is taken for them")
    func lyingTensors() {
        let claims = [
            tensor(storage: 4, size: 5, stride: 1, bytes: 16),
            tensor(storage: 4, size: 4, stride: 2, bytes: 16),
            tensor(storage: 4, offset: 1, size: 4, stride: 1, bytes: 16),
            tensor(storage: 4, offset: -1, size: 2, stride: 1, bytes: 16),
            tensor(storage: 4, size: 1 << 40, stride: 0, bytes: 16),
            tensor(storage: 4, size: -1, stride: 1, bytes: 16),
            tensor(storage: 4, size: 2, stride: -1, bytes: 16),
            tensor(storage: 4, offset: .max, size: 2, stride: .max, bytes: 16),
            tensor(storage: 5, size: 4, stride: 1, bytes: 16),
            tensor(storage: 3, size: 3, stride: 1, bytes: 16),
            tensor(storage: 1 << 62, size: 4, stride: 1, bytes: 16),
            tensor(storage: -1, size: 1, stride: 1, bytes: 16),
        ]
        for bytes in claims { #expect(throws: DatasetError.self) { try latencies(bytes) } }
    }

    @Test(
        "pickles with instructions that have nothing to work on are refused",
        arguments: [
            ".", "a.", "(a.", "(.", "t.", "]t.", "u.", "}(]u.", "}(]]]u.", "]]s.", "NNs.", "R.", "]R.",
            "(]R.",
            "b.", "]b.", "]]b.", "Q.", "]Q.", "NQ.", "h\u{1}.", "q", "j.", "cos\nsystem\n.",
            "cos\nsystem\n)R.",
            "cos", "c\n\n)R.", "\u{1}", "0.", "2.", "(]1.", "i.", "o.", "P1\n.", "I1\n.", "e.", "]e.",
            "(]((e.",
        ])
    func senseless(_ text: String) {
        let pickle = Array(text.utf8)
        #expect(throws: DatasetError.self) { try latencies(archive(pickle)) }
        #expect(throws: DatasetError.self) { try latencies(archive([0x80, 2] + pickle)) }
        #expect(throws: DatasetError.self) { try EagleLatencies.milliseconds(pickle) }
        #expect(throws: DatasetError.self) { try HWNASBench(pickle) }
    }

    @Test("two hundred thousand lists in each other are refused and taken apart, though no stack is as deep")
    func nested() {
        let depth = 200_000
        let pickle =
            [UInt8](repeating: 0x5D, count: depth) + [UInt8](repeating: 0x61, count: depth - 1) + [0x2E]
        #expect(throws: DatasetError.self) { try latencies(archive(pickle)) }
    }

    @Test("lists that hold themselves, and lists of lists of lists that would be 2^60 numbers, are refused")
    func shared() {
        // ] q0 h0 a: the list in itself.
        #expect(throws: DatasetError.self) { try latencies(archive([0x5D, 0x71, 0, 0x68, 0, 0x61, 0x2E])) }
        var pickle: [UInt8] = [0x5D, 0x71, 0, 0x4B, 1, 0x61]
        for level: UInt8 in 1...60 {
            pickle += [0x5D, 0x71, level, 0x28, 0x68, level - 1, 0x68, level - 1, 0x65]
        }
        #expect(throws: DatasetError.self) { try latencies(archive(pickle + [0x2E])) }
    }

    @Test("a text that is made into bytes again and again is refused before it fills the memory")
    func amplified() {
        // A text of 60,000 characters, remembered, then encoded a hundred thousand times.
        var pickle: [UInt8] = [0x80, 2, 0x5D] + Array("c_codecs\nencode\n".utf8) + [0x71, 0]
        pickle += [0x58] + ZipWriter.little(60_000, 4) + [UInt8](repeating: 0x61, count: 60_000) + [0x71, 1]
        pickle += [0x58] + ZipWriter.little(6, 4) + Array("latin1".utf8) + [0x71, 2, 0x87, 0x61]
        for _ in 0..<100_000 { pickle += [0x68, 0, 0x68, 1, 0x68, 2, 0x86, 0x52, 0x61] }
        let error = #expect(throws: DatasetError.self) { try latencies(archive(pickle + [0x2E])) }
        #expect(error?.message.contains("too much of too little") == true)
    }

    @Test("a shared list is filled for all that name it")
    func sharedList() throws {
        // [1.5], remembered while it was empty; what is recalled after it was filled is the value.
        let inner: [UInt8] = [0x5D, 0x71, 0, 0x28] + Self.one[3..<12] + [0x65]
        #expect(try latencies(archive([0x80, 2] + inner + [0x68, 0, 0x2E])) == .latencies([1.5]))
    }
}
