import GnomonData
import GnomonDatasets
import GnomonStatistics
import GnomonTestKit
import Testing

@Suite("Published data", .enabled(if: PublicData.isThere, "no public data: set GNOMON_DATA"))
struct PublishedDataTests {
    private static let shared = DatasetCatalog.all.filter {
        !$0.name.hasPrefix("ofa-") && !$0.name.hasPrefix("hwnas-")
    }

    @Test("each known file has its rows and passes its checks", arguments: shared)
    func forms(_ form: DatasetForm) throws {
        let found = try PublicData.dataset(form.name)
        #expect(found.table.indices.count == form.rows)
        #expect(found.table.milliseconds.allSatisfy { $0.count == form.rows })
    }

    @Test("LatBench has 12 devices; two of its columns agree as two runs do")
    func latBench() throws {
        let found = try PublicData.dataset("latbench")
        #expect(found.countedDevices.count == 12)
        let one = try #require(found.table.column("desktop_cpu_core_i7_7820x_fp32")).compactMap { $0 }
        let two = try #require(found.table.column("desktop_gpu_gtx_1080ti_fp32")).compactMap { $0 }
        let correlation = try #require(RankCorrelation.pearson(one, two))
        #expect(correlation > 0.998)
        let agreement = try #require(ErrorSummary(predicted: one, measured: two))
        #expect(abs(agreement.within10 - 0.976) < 0.002)
    }

    @Test("NAS-Bench-201, LatBench and NNLQP have the same architectures under the same indices")
    func joins() throws {
        let all = try PublicData.dataset("nb201").table
        let lat = try PublicData.dataset("latbench").table
        let nnlqp = try PublicData.dataset("nnlqp").table
        #expect(try all.joined(with: lat).indices.count == 15_284)
        #expect(try all.joined(with: nnlqp).indices.count == 2_000)
        let accuracies = try PublicData.accuracies()
        #expect(accuracies.indices.count == 15_625)
        #expect(accuracies.architectures == all.architectures)
    }

    @Test("published lookup tables written as YAML or CSV are read as the same tables")
    func lookupTables() throws {
        for side in [160, 224] {
            let table = try BlockTable(
                CSVTable(PublicData.bytes("luts/ofa_note10/\(side).csv")), device: "note10", imageSide: side)
            #expect(table.entries.count == 96)
            #expect(try BlockTable(yaml: table.yaml, device: "note10", imageSide: side) == table)
            #expect(
                try BlockTable(CSVTable(Array(table.csv.utf8)), device: "note10", imageSide: side) == table)
        }
    }

    @Test(
        "a published table of latencies that is written is read as the same",
        arguments: ["nnlqp", "latbench"])
    func writing(_ name: String) throws {
        let found = try PublicData.dataset(name)
        let text = DatasetText.csv(found)
        #expect(try LatencyDataset(CSVTable(Array(text.utf8)), form: found.form) == found)
    }
}
