import Foundation
import GnomonData
import GnomonReport
import GnomonStatistics
import Testing

@Suite("An exported data set")
struct DatasetTests {
    private func row(full: Bool, name: String = "resnet18") -> DatasetRow {
        var measurement = Sample.measurement.measurement
        if full {
            measurement.reasons = ["a, \"quoted\" reason", "line\nbreak é"]
            measurement.seed = .max
            measurement.fingerprint = PlatformFingerprint(
                identity: ["runtime": "onnxruntime", "runtime_version": "1.31.1", "cpu": "x"],
                epoch: ["kernel": "6"], context: ["load": "1.5"])
            measurement.evidence.pressure = 0.1 + 0.2
            measurement.provenance = Provenance(
                rules: .init(
                    threads: 2, references: ["cache"],
                    noise: .init(
                        epoch: "e", floors: ["cache": 1.5, "all": 2], tolerances: ["cache": 0.02],
                        exponents: ["cache": 0.25], quartileRatio: 1.01, points: 18, takenAt: 7),
                    lowerBound: 12.5, seed: .max, draws: 10),
                uncorrected: Latency(nanoseconds: 1), minimum: Latency(nanoseconds: 1e6 / 3),
                p10: Latency(nanoseconds: 3), p25: Latency(nanoseconds: 4),
                p90: .init(latency: Latency(nanoseconds: 5), isConservative: true),
                first: Latency(nanoseconds: 6),
                load: Latency(nanoseconds: 7), peakBytes: 8, flags: ["multimodal"],
                regimes: [Latency(nanoseconds: 9), Latency(nanoseconds: 1e7 / 7)], inflation: ["cache": 0.01],
                used: .init(launches: 1, rounds: 2, samples: 3))
        }
        return DatasetRow(
            measurement, id: full ? 1 << 60 : 1,
            network: full ? .init(name: name, nodes: 49, macs: 1 << 40, parameters: 11, batch: 1) : nil,
            epoch: "0f", processes: 5)
    }

    /// The cells of a text in the form of RFC 4180.
    private func cells(_ text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell = ""
        var isQuoted = false
        let scalars = Array(text.unicodeScalars)
        var place = 0
        while place < scalars.count {
            let scalar = scalars[place]
            let next = place + 1 < scalars.count ? scalars[place + 1] : nil
            if isQuoted {
                if scalar == "\"" {
                    if next == "\"" { place += 1 } else { isQuoted = false }
                }
                if isQuoted { cell.unicodeScalars.append(scalar) }
            } else if scalar == "\"" {
                isQuoted = true
            } else if scalar == "," || (scalar == "\r" && next == "\n") {
                row.append(cell)
                cell = ""
                if scalar == "\r" {
                    rows.append(row)
                    row = []
                    place += 1
                }
            } else {
                cell.unicodeScalars.append(scalar)
            }
            place += 1
        }
        return rows
    }

    @Test("has a column for each field of a row, in the same order")
    func columns() {
        #expect(DatasetColumn.all.map(\.key) == DatasetRow.CodingKeys.allCases)
        #expect(DatasetColumn.all.allSatisfy { !$0.summary.isEmpty })
    }

    @Test("A JSON line reads back as the row it came from", arguments: [false, true])
    func roundTrip(full: Bool) throws {
        let row = row(full: full)
        let line = DatasetFormat.jsonl.line(row)
        #expect(line.hasSuffix("}\n"))
        #expect(line.filter { $0 == "\n" }.count == 1)
        #expect(try JSONDecoder().decode(DatasetRow.self, from: Data(line.utf8)) == row)
        #expect(try parsed(line)["schema"] as? String == "gnomon.dataset/1")
    }

    @Test("CSV and JSON lines carry the same values")
    func sameValues() throws {
        let rows = [row(full: true), row(full: false)]
        let table = cells(DatasetFormat.csv.header + rows.map(DatasetFormat.csv.line).joined())
        #expect(table.count == 3)
        #expect(table.allSatisfy { $0.count == DatasetColumn.all.count })
        for (row, line) in zip(rows, table.dropFirst()) {
            let json = try parsed(DatasetFormat.jsonl.line(row))
            for (name, cell) in zip(table[0], line) {
                let value = json[name] ?? NSNull()
                switch value {
                case is NSNull: #expect(cell.isEmpty, "\(name)")
                case let text as String: #expect(cell == text, "\(name)")
                default:
                    let read = try JSONSerialization.jsonObject(
                        with: Data(cell.utf8), options: .fragmentsAllowed)
                    #expect((read as? NSObject) == (value as? NSObject), "\(name)")
                }
            }
        }
    }

    @Test("A name that a spreadsheet would execute gets an apostrophe in CSV and is itself in JSON")
    func formula() throws {
        let row = row(full: true, name: "=cmd|' /C calc'!A0")
        let table = cells(DatasetFormat.csv.line(row))
        #expect(table[0][2] == "'=cmd|' /C calc'!A0")
        #expect(try parsed(DatasetFormat.jsonl.line(row))["network_name"] as? String == row.networkName)
    }

    @Test("What may be unknown is marked so, and nothing else is null")
    func optional() {
        for column in DatasetColumn.all where column.value(row(full: false)) == .null {
            #expect(column.isOptional, "\(column.name)")
        }
    }

    @Test("The form follows the name of the file")
    func formats() {
        #expect(DatasetFormat(path: "a/b.csv") == .csv)
        #expect(DatasetFormat(path: "b.jsonl") == .jsonl)
        #expect(DatasetFormat(path: "b.ndjson") == .jsonl)
        #expect(DatasetFormat(path: "b.txt") == nil)
    }

    @Test("The page of columns says what the columns say")
    func page() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Documentation/Dataset.md")
        if ProcessInfo.processInfo.environment["GNOMON_REGENERATE"] == "1" {
            try DatasetColumn.page().write(to: page, atomically: true, encoding: .utf8)
        }
        let committed = try String(contentsOf: page, encoding: .utf8)
        #expect(committed == DatasetColumn.page(), "run with GNOMON_REGENERATE=1 to write the page anew")
    }
}
