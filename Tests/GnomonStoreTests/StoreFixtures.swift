import Foundation
import GnomonData
import GnomonStatistics
import GnomonStore

/// A folder that exists for one test.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "gnomon-store-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var store: String { path + "/store.sqlite" }
}

/// A measurement with everything set, so that a lost field shows.
func sampleMeasurement(
    networkHash: String = "g1:aa", platformID: String = "p1", grade: Grade = .a, milliseconds: Double = 12.3,
    startedAt: Double = 1_700_000_000.25
) -> GnomonData.Measurement {
    let samples = (0..<37).map { (index: Int) -> Launch.Sample in
        let jitter = Int64(index * index % 11) * 1_037
        return Launch.Sample(
            wall: 12_300_000 + jitter, cpu: 12_200_000 - Int64(index), isClean: index % 5 != 0,
            isWarmup: index < 3)
    }
    return GnomonData.Measurement(
        networkHash: networkHash, platform: "ort-cpu-1t", platformID: platformID,
        measurementProtocol: "gnomon.measure/1", latency: Latency(milliseconds: milliseconds),
        interval: LatencyInterval(
            lower: Latency(milliseconds: milliseconds - 0.5),
            upper: Latency(milliseconds: milliseconds + 0.6),
            level: 0.95),
        grade: grade, reasons: ["launches differ by 3 %", "\"quoted\" and é"],
        evidence: Evidence(
            cleanShare: 0.8, pressure: nil, steal: 0.01, halfWidth: 0.02, isSteady: true, isUnimodal: false,
            hasStableOutput: true),
        launches: [
            Launch(
                samples: samples, loadNanoseconds: 5_000_000, peakBytes: 1 << 28, checksum: .max,
                hasStableOutput: false, isSteady: false, alternates: true, timerCost: 30, timerResolution: 2,
                rounds: [
                    .init(
                        nanoseconds: 5, stalled: 1, memoryStalled: 2, ioStalled: nil, stolen: 3, throttles: 0),
                    .init(nanoseconds: 6, frequency: 3_000_000),
                ], references: ["cache": Array(samples.prefix(3)), "memory": []]),
            Launch(samples: [], loadNanoseconds: 0, peakBytes: 0, checksum: 0),
        ],
        kernels: [
            KernelTiming(
                name: "Conv_0", type: "FusedConv", nodes: [0, 1], tensors: [4],
                latency: Latency(nanoseconds: 1_234.5), standardError: 3.25)
        ],
        fingerprint: PlatformFingerprint(
            identity: ["cpu": "x", "runtime": "onnxruntime 1.31.1"], epoch: ["kernel": "6"], context: [:]),
        startedAt: startedAt, seconds: 4.5, seed: .max - 1, modelDigest: String(repeating: "ab", count: 32),
        provenance: sampleProvenance())
}

/// A provenance with everything set.
func sampleProvenance() -> Provenance {
    var provenance = Provenance(
        rules: .init(
            threads: 2, references: ["cache"],
            noise: .init(
                epoch: "e", floors: ["cache": 1.5],
                tolerances: ["cache": 0.02], exponents: ["cache": 0.25], widening: 0.5,
                quartileRatio: 1.01, points: 18, takenAt: 7),
            lowerBound: 12.5, seed: .max, draws: 10), uncorrected: Latency(nanoseconds: 1),
        minimum: Latency(nanoseconds: 2), p10: Latency(nanoseconds: 3), p25: Latency(nanoseconds: 4),
        p90: .init(latency: Latency(nanoseconds: 5), isConservative: true), p99: nil,
        first: Latency(nanoseconds: 6), load: Latency(nanoseconds: 7), peakBytes: 8, flags: ["multimodal"],
        regimes: [Latency(nanoseconds: 9)], inflation: ["cache": 0.01],
        used: .init(launches: 1, rounds: 2, samples: 3))
    provenance.attempt = 1
    provenance.attempts = 2
    provenance.plan = "4 rounds"
    return provenance
}

/// A profile with a payload that is no text.
func sampleProfile(_ seed: UInt64, platformID: String = "p1") -> ProfileRow {
    ProfileRow(
        platformID: platformID, generator: "blocks:width=0.5", seed: seed, networkHash: "g1:\(seed)",
        recordedAt: 1_700_000_000 + Double(seed % 1000), payload: Data([0, 255, UInt8(seed % 256), 10]))
}

/// The error of a call that must fail.
func storeError(_ body: () throws -> Void) -> StoreError? {
    do {
        try body()
        return nil
    } catch {
        return error as? StoreError
    }
}
