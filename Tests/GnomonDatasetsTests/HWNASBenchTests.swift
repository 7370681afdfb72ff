import GnomonData
import GnomonDatasets
import GnomonSpaces
import GnomonTestKit
import Testing

@Suite("HW-NAS-Bench")
struct HWNASBenchTests {
    @Test(
        "each set of images is a table, what is no number was not measured, energies are left out",
        arguments: [TorchFixtures.hwNASBench2, TorchFixtures.hwNASBench4])
    func imageSets(_ bytes: [UInt8]) throws {
        let found = try HWNASBench(bytes)
        let space = NASBench201()
        let texts = try ["421211", "222222", "301042"].map { space.format(try space.parse($0)) }
        #expect(found.imageSets.map(\.dataset) == ["hwnas-imagenet16", "hwnas-cifar10"])
        for set in found.imageSets {
            #expect(set.devices == ["edgetpu", "eyeriss", "raspi4"])
            #expect(set.architectures == texts)
        }
        #expect(found.imageSets[0].milliseconds == [[2, nil, 3], [5.25, 27.125, 25], [21, 108.5, 100]])
        #expect(found.imageSets[1].milliseconds == [[2, nil, 3], [5.25, 27.125, 25], [10.5, 54.25, 50]])
    }

    @Test("FBNet's blocks are a table for each device; some cost nothing")
    func blocks() throws {
        let found = try HWNASBench(TorchFixtures.hwNASBench4)
        #expect(found.blocks.map(\.device) == ["raspi4"])
        #expect(
            found.blocks[0].entries.mapValues(\.milliseconds) == [
                "ConvNorm_H32_W32_Cin3_Cout16_kernel3_stride1_group1": 1.25, "FC_Cin1504_Cout100": 0.5,
                "Skip_H32_W32_Cin16_Cout16_stride1": 0,
            ])
    }

    @Test("each set of images is a data set of the catalogue")
    func catalogue() throws {
        for set in try HWNASBench(TorchFixtures.hwNASBench4).imageSets {
            #expect(try DatasetCatalog.form(named: set.dataset).space == NASBench201().name)
        }
    }

    @Test("architectures may be missing, all else is as before")
    func withoutArchitectures() throws {
        let found = try HWNASBench(TorchFixtures.hwNASBenchBare)
        let whole = try HWNASBench(TorchFixtures.hwNASBench4)
        #expect(found.imageSets.map(\.architectures) == [[], []])
        #expect(found.imageSets.map(\.milliseconds) == whole.imageSets.map(\.milliseconds))
        #expect(found.blocks == whole.blocks)
    }

    @Test("cut off at any place it is refused; changed anywhere it never traps")
    func damaged() {
        let bytes = TorchFixtures.hwNASBench4
        for count in 0..<bytes.count {
            #expect(throws: DatasetError.self) { try HWNASBench(Array(bytes.prefix(count))) }
        }
        for place in bytes.indices {
            var other = bytes
            other[place] ^= 0x81
            guard let found = try? HWNASBench(other) else { continue }
            for column in found.imageSets.flatMap(\.milliseconds) {
                #expect(column.allSatisfy { $0.map { $0 > 0 && $0.isFinite } ?? true })
            }
        }
    }

    @Test("a pickle of something else is refused")
    func others() {
        #expect(throws: DatasetError.self) { try HWNASBench(TorchFixtures.tensor) }
        #expect(throws: DatasetError.self) { try HWNASBench([0x80, 4, 0x7D, 0x2E]) }
    }
}
