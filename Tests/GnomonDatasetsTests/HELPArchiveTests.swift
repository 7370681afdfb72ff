import GnomonData
import GnomonDatasets
import GnomonSpaces
import GnomonTestKit
import Testing

@Suite("HELP's lists of architectures")
struct HELPArchiveTests {
    @Test("FBNet's are lists of codes")
    func fbnet() throws {
        #expect(
            try HELPArchive.contents(TorchFixtures.fbnet, space: FBNet())
                == .architectures(["0123456780123456780123", "8642075318642075318642"]))
    }

    @Test(
        "Once-for-all's are kernels, expansions, depths and a resolution, as numbers of Python, NumPy or PyTorch"
    )
    func onceForAll() throws {
        #expect(
            try HELPArchive.contents(TorchFixtures.ofa, space: OFAMobileNetV3(width: 1.2))
                == .architectures([
                    "35335733733335335733:34334633633334334633:22223:204",
                    "75335373375375335375:63333463463463433463:23434:136",
                ]))
    }

    @Test("NAS-Bench-201's stand in the order of the rows they are given, not in that of the file")
    func cells() throws {
        let space = NASBench201()
        let texts = try ["421211", "222222", "301042"].map { space.format(try space.parse($0)) }
        #expect(try HELPArchive.contents(TorchFixtures.cells, space: space) == .architectures(texts))
    }

    @Test("architectures of another space, and files of something else, are refused")
    func others() {
        #expect(throws: DatasetError.self) {
            try HELPArchive.contents(TorchFixtures.fbnet, space: NASBench201())
        }
        #expect(throws: DatasetError.self) { try HELPArchive.contents(TorchFixtures.cells, space: FBNet()) }
        #expect(throws: DatasetError.self) { try HELPArchive.contents(TorchFixtures.ofa, space: FBNet()) }
        #expect(throws: DatasetError.self) {
            try HELPArchive.contents(TorchFixtures.hwNASBench4, space: NASBench201())
        }
        for text in ["", "PK\u{3}\u{4}", "a,b\n1,2\n"] {
            #expect(throws: DatasetError.self) { try HELPArchive.contents(Array(text.utf8), space: FBNet()) }
        }
    }

    @Test("rows are numbered, devices stand in the order of their names")
    func table() throws {
        let table = try LatencyTable(
            name: "fbnet", space: "fbnet", architectures: ["x", "y"],
            columns: [(device: "b", values: [1, 2]), (device: "a", values: [3, nil])])
        #expect(table.indices == [0, 1])
        #expect(table.devices == ["a", "b"])
        #expect(table.milliseconds == [[3, nil], [1, 2]])
    }

    @Test("a column of another length, a device twice, and nothing at all are refused")
    func tables() {
        typealias Column = (device: String, values: [Double?])
        let bad: [(rows: [String], columns: [Column])] = [
            (["x"], [("a", [1, 2])]), (["x", "y"], [("a", [1])]), (["x"], [("a", [1]), ("a", [2])]),
            (["x"], []), ([], [("a", [])]),
        ]
        for (rows, columns) in bad {
            #expect(throws: DatasetError.self) {
                try LatencyTable(name: "fbnet", space: "fbnet", architectures: rows, columns: columns)
            }
        }
    }
}
