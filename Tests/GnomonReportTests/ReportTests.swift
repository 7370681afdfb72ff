import Foundation
import GnomonReport
import GnomonStatistics
import Testing

@Suite("Reports")
struct ReportTests {
    @Test("Predictions as a table, with an error in a result's place")
    func predictionTable() {
        let results: [RowResult<PredictionRow>] = [
            .row(Sample.prediction), .failure(model: "bad.onnx", error: Sample.failure),
        ]
        #expect(
            Report.table(results) == """
                model          latency      interval  coverage  platform    predictor
                resnet18.onnx  12.3 ms  [11.8, 12.9]    98.5 %  ort-cpu-1t  kernel-boost
                bad.onnx       error: bad.onnx is empty (onnx.empty)

                """)
    }

    @Test("A prediction as JSON")
    func predictionJSON() {
        #expect(
            Report.json([RowResult<PredictionRow>.row(Sample.prediction)]) == """
                {
                  "schema": "gnomon.prediction/1",
                  "results": [
                    {
                      "model": "resnet18.onnx",
                      "hash": "g1:0f",
                      "platform": "ort-cpu-1t",
                      "predictor": "kernel-boost",
                      "latency_ms": 12.34,
                      "interval_ms": [11.8, 12.9],
                      "coverage": 0.985,
                      "kernels": [
                        {
                          "name": "conv1",
                          "kind": "conv-relu",
                          "nodes": [0, 1],
                          "latency_ms": 2,
                          "known": true
                        },
                        {
                          "name": "odd",
                          "kind": "unknown",
                          "nodes": [2],
                          "latency_ms": 0.25,
                          "known": false
                        },
                        {
                          "name": "fc",
                          "kind": "gemm",
                          "nodes": [3],
                          "latency_ms": 10,
                          "known": true
                        }
                      ],
                      "warnings": ["node odd is not of the catalogue"]
                    }
                  ]
                }

                """)
    }

    @Test("The breakdown lists the longest kernels first and adds up the rest")
    func breakdown() {
        #expect(
            Sample.prediction.breakdown(limit: 1) == """
                kernel  kind  latency   share  basis
                fc      gemm  10.0 ms  81.0 %  learned
                2 more        2.25 ms  18.2 %

                """)
        #expect(Sample.prediction.breakdown().split(separator: "\n").count == 4)
    }

    @Test("A measurement as a table and as JSON, kernels only where asked for")
    func measurement() throws {
        var row = Sample.measurement
        #expect(
            Report.table([RowResult<MeasurementRow>.row(row)]) == """
                model          latency      interval  grade  launches  samples  platform
                resnet18.onnx  12.5 ms  [12.3, 12.8]  B             1        3  ort-cpu-1t

                """)
        #expect(
            row.json.members.map(\.key) == [
                "model", "hash", "platform", "latency_ms", "interval_ms", "grade", "launches", "samples",
                "reused",
                "warnings",
            ])
        row.showsKernels = true
        row.warnings = ["w"]
        #expect(row.json["warnings"] == .array([.string("4 launches, A needs 5"), .string("w")]))
        #expect(row.json["kernels"] != nil)
        #expect(row.kernelTable() == "kernel  type       latency  nodes\nk       FusedConv  2.00 ms  0 1\n")
    }

    @Test("A comparison as a table, as JSON and summed up")
    func comparison() throws {
        var second = Sample.comparison
        second.model = "vit.onnx"
        second.measured = Latency(milliseconds: 10)
        let results: [RowResult<ComparisonRow>] = [.row(Sample.comparison), .row(second)]
        #expect(
            Report.table(results) == """
                model          measured  grade  predicted      interval    error  coverage
                resnet18.onnx   12.5 ms  A        12.0 ms  [11.5, 12.8]   -4.0 %   100.0 %
                vit.onnx        10.0 ms  A        12.0 ms  [11.5, 12.8]  +20.0 %   100.0 %

                """)
        #expect(
            Sample.comparison.json.members.map(\.key) == [
                "model", "platform", "measured_ms", "grade", "predicted_ms", "interval_ms", "relative_error",
                "coverage",
            ])
        let summary = try #require(ComparisonSummary(results.compactMap(\.row)))
        #expect(
            summary.text
                == "2 networks: median error 12.0 %, mean 12.0 %, worst 20.0 % (vit.onnx); 1 of 2 within 10 %; "
                + "1 of 2 measured inside the interval\n")
        let document = try parsed(Report.json(results, extra: ["summary": .object(summary.json)]))
        #expect(document["schema"] as? String == "gnomon.comparison/1")
        #expect((document["summary"] as? [String: Any])?["count"] as? Int == 2)
    }

    @Test("Without a measurement there is no error, and no summary of nothing")
    func noError() {
        var row = Sample.comparison
        row.measured = .zero
        #expect(row.relativeError == nil)
        #expect(row.json["relative_error"] == .null)
        #expect(row.cells[5] == "-")
        #expect(ComparisonSummary([row]) == nil)
        #expect(ComparisonSummary([]) == nil)
    }

    @Test("A network as JSON: free axes by name, unknown ones null")
    func inspection() throws {
        let text = Report.jsonLine(RowResult<InspectReport>.row(Sample.inspection))
        #expect(
            text == #"{"schema":"gnomon.network/1","model":"resnet18.onnx","hash":"g1:0f","nodes":49,"#
                + #""parameters":11689512,"macs":1814073344,"flops":null,"weight_bytes":46758048,"#
                + #""inputs":[{"name":"input","type":"float32","shape":["batch",3,null]}],"#
                + #""outputs":[{"name":"output","type":"float32","shape":null}],"#
                + #""operators":{"Conv":20,"Relu":17},"unknown_shapes":1,"warnings":[]}"# + "\n")
    }

    @Test("A network in words")
    func details() {
        #expect(
            Sample.inspection.details() == """
                model           resnet18.onnx
                hash            g1:0f
                nodes           49
                parameters      11.7 M (11689512)
                MACs            1.81 G (1814073344)
                FLOPs           unknown
                weights         44.6 MiB
                input           input float32 batchx3x?
                output          output float32 of unknown shape
                operators       Conv 20, Relu 17
                unknown shapes  1

                """)
    }

    @Test("The state of a library in a word")
    func doctor() {
        let rows = [
            DoctorRow(
                library: "onnxruntime", isFound: true, version: "1.31.1", path: "/l.so", works: true, hint: ""
            ),
            DoctorRow(
                library: "lightgbm", isFound: true, version: nil, path: "/b.so", works: false,
                hint: "reinstall"),
            DoctorRow(
                library: "x", isFound: false, version: nil, path: nil, works: false,
                hint: "run: gnomon setup x"),
        ]
        #expect(
            Report.table(rows.map(RowResult.row)) == """
                library      state    version  path   hint
                onnxruntime  works    1.31.1   /l.so
                lightgbm     broken   -        /b.so  reinstall
                x            missing  -        -      run: gnomon setup x

                """)
        #expect(rows[2].json.members.map(\.key) == ["library", "found", "version", "path", "works", "hint"])
        #expect(rows[0].json["hint"] == .null)
    }
}
