import Foundation
import GnomonData
import GnomonGraph
import GnomonReport
import GnomonStatistics

/// Rows with everything set, as the commands would fill them.
enum Sample {
    static func interval(_ lower: Double, _ upper: Double) -> LatencyInterval {
        LatencyInterval(
            lower: Latency(milliseconds: lower), upper: Latency(milliseconds: upper), level: 0.9)
    }

    static let prediction = PredictionRow(
        model: "resnet18.onnx", hash: "g1:0f", platform: "ort-cpu-1t", predictor: "kernel-boost",
        prediction: Prediction(
            latency: Latency(milliseconds: 12.34), interval: interval(11.8, 12.9), coverage: 0.985,
            kernels: [
                .init(
                    name: "conv1", kind: "conv-relu", nodes: [0, 1], latency: Latency(milliseconds: 2),
                    isKnown: true),
                .init(
                    name: "odd", kind: "unknown", nodes: [2], latency: Latency(milliseconds: 0.25),
                    isKnown: false),
                .init(
                    name: "fc", kind: "gemm", nodes: [3], latency: Latency(milliseconds: 10), isKnown: true),
            ],
            warnings: ["node odd is not of the catalogue"]))

    static let measurement = MeasurementRow(
        model: "resnet18.onnx",
        measurement: GnomonData.Measurement(
            networkHash: "g1:0f", platform: "ort-cpu-1t", platformID: "00ff",
            measurementProtocol: "gnomon.measure/1",
            latency: Latency(milliseconds: 12.5), interval: interval(12.25, 12.75), grade: .b,
            reasons: ["4 launches, A needs 5"],
            evidence: Evidence(
                cleanShare: 1, pressure: nil, steal: nil, halfWidth: 0.02, isSteady: true, isUnimodal: true,
                hasStableOutput: true),
            launches: [
                Launch(
                    samples: (0..<5).map { .init(wall: 1, cpu: 1, isClean: true, isWarmup: $0 < 2) },
                    loadNanoseconds: 1, peakBytes: 1, checksum: 1)
            ],
            kernels: [
                KernelTiming(
                    name: "k", type: "FusedConv", nodes: [0, 1], latency: Latency(milliseconds: 2),
                    standardError: 1)
            ],
            fingerprint: PlatformFingerprint(), startedAt: 0, seconds: 1, seed: 1, modelDigest: "ab"))

    static let comparison = ComparisonRow(
        model: "resnet18.onnx", platform: "ort-cpu-1t", measured: Latency(milliseconds: 12.5), grade: .a,
        predicted: Latency(milliseconds: 12), interval: interval(11.5, 12.75), coverage: 1)

    static let inspection = InspectReport(
        model: "resnet18.onnx", hash: "g1:0f", nodes: 49, parameters: 11_689_512, macs: 1_814_073_344,
        flops: nil, weightBytes: 46_758_048,
        inputs: [
            .init(
                name: "input", elementType: .float32, shape: Shape([.symbol("batch"), .known(3), .unknown]))
        ],
        outputs: [.init(name: "output", elementType: .float32, shape: nil)],
        operators: [.init(name: "Relu", count: 17), .init(name: "Conv", count: 20)], unknownShapes: 1,
        warnings: [])

    static let failure = ResultError(code: "onnx.empty", message: "bad.onnx is empty")
}

/// What Foundation reads from the text.
func parsed(_ text: String) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
}
