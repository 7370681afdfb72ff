import Foundation
import GnomonDatasets
import GnomonGraph
import GnomonNative
import GnomonSpaces
import Testing

@testable import GnomonPredict

/// Published tables of proxies, where they are at hand: in the folder `GNOMON_DATA`, or beside the project.
enum PublishedProxies {
    static let folder: String = {
        if let given = ProcessInfo.processInfo.environment["GNOMON_DATA"] { return given }
        var root = URL(filePath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        return root.appending(path: "../shared/data").standardizedFileURL.path
    }()

    static var isThere: Bool {
        ["fbnet_zcp.csv.gz", "nb201_zcp_partial.csv"].allSatisfy {
            FileManager.default.fileExists(atPath: folder + "/" + $0)
        }
    }

    static func table(_ name: String) throws -> CSVTable {
        let path = folder + "/" + name
        if name.hasSuffix(".gz") { return try CSVTable(GzipFile.contents(of: path)) }
        let data = try #require(FileManager.default.contents(atPath: path))
        return try CSVTable(Array(data))
    }
}

@Suite(
    "Operations and parameters beside published tables of proxies",
    .enabled(if: PublishedProxies.isThere, "the tables are not there; GNOMON_DATA names their folder"))
struct PublishedProxyTests {
    /// Ours and theirs of some rows: operations, parameters.
    func counts(
        _ name: String, _ space: some SearchSpace
    ) throws -> [(ours: (operations: Double, parameters: Double), theirs: [Double])] {
        let table = try PublishedProxies.table(name)
        let (ops, flops) = (try table.column("ops"), try table.column("flops"))
        let params = try table.column("params")
        return try stride(from: 0, to: table.count, by: table.count / 8).map { row in
            let network = try space.network(of: space.parse(table.text(row, ops))).prepared()
            let numbers = try [flops, params].map { try table.number(row, $0) }
            let theirs = numbers.compactMap { $0 }
            return (try ZeroCostMeter.count(network), theirs)
        }
    }

    @Test("FBNet: parameters are equal, operations to one per cent")
    func fbnet() throws {
        for (ours, theirs) in try counts("fbnet_zcp.csv.gz", FBNet()) {
            #expect(ours.parameters == theirs[1])
            // The table's counter leaves out some rectifiers.
            #expect(abs(ours.operations / theirs[0] - 1) < 0.02)
        }
    }

    @Test("NAS-Bench-201: both are equal but for the six digits of the table and the last pooling")
    func nasBench201() throws {
        for (ours, theirs) in try counts("nb201_zcp_partial.csv", NASBench201()) {
            #expect(abs(ours.parameters / 1e6 - theirs[1]) < 2e-6)
            #expect(abs(ours.operations / 1e6 - theirs[0]) < 0.01)
        }
    }
}
