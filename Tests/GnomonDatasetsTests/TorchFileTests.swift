import GnomonDatasets
import GnomonSpaces
import GnomonTestKit
import Testing

@Suite("Files of PyTorch")
struct TorchFileTests {
    private func latencies(_ bytes: [UInt8]) throws(DatasetError) -> HELPArchive.Contents {
        try HELPArchive.contents(bytes, space: FBNet())
    }

    @Test(
        "tensors, arrays and lists give the same numbers, in archives and in sequences of pickles",
        arguments: [
            TorchFixtures.tensor, TorchFixtures.oldTensor, TorchFixtures.legacyTensor, TorchFixtures.view,
            TorchFixtures.list, TorchFixtures.array, TorchFixtures.scalars, TorchFixtures.numPyScalars,
        ])
    func numbers(_ bytes: [UInt8]) throws {
        #expect(try latencies(bytes) == .latencies([1.5, 2.25, 1024]))
    }

    @Test("a file that would run a command is refused, and the command is named")
    func commands() {
        for bytes in [TorchFixtures.command, TorchFixtures.legacyCommand] {
            let error = #expect(throws: DatasetError.self) { try latencies(bytes) }
            #expect(error?.message.contains("posix.system") == true)
        }
    }

    @Test("numbers of other types are refused by name")
    func types() {
        let error = #expect(throws: DatasetError.self) { try latencies(TorchFixtures.half) }
        #expect(error?.message.contains("torch.HalfStorage") == true)
    }

    @Test("cut off at any place a file is refused")
    func truncated() {
        for bytes in [
            TorchFixtures.tensor, TorchFixtures.oldTensor, TorchFixtures.legacyTensor, TorchFixtures.array,
        ] {
            for count in 0..<bytes.count {
                #expect(throws: DatasetError.self) { try latencies(Array(bytes.prefix(count))) }
            }
        }
    }

    @Test("an archive with a changed byte is refused or says the same; nothing traps")
    func changed() {
        for bytes in [TorchFixtures.tensor, TorchFixtures.view, TorchFixtures.oldTensor] {
            for place in bytes.indices {
                for mask: UInt8 in [0x01, 0x80, 0xFF] {
                    var other = bytes
                    other[place] ^= mask
                    guard let found = try? latencies(other) else { continue }
                    #expect(found == .latencies([1.5, 2.25, 1024]), "byte \(place) ^ \(mask)")
                }
            }
        }
    }

    @Test("a sequence of pickles, which has no checksum, never traps and never has other than latencies")
    func changedSequence() {
        for bytes in [TorchFixtures.legacyTensor, TorchFixtures.array, TorchFixtures.scalars] {
            for place in bytes.indices {
                for mask: UInt8 in [0x01, 0x80, 0xFF] {
                    var other = bytes
                    other[place] ^= mask
                    guard case .latencies(let found)? = try? latencies(other) else { continue }
                    #expect(found.allSatisfy { $0 > 0 && $0.isFinite })
                }
            }
        }
    }
}
