import GnomonData
import GnomonStatistics

/// A measurement as the protocol takes it on a busy machine, with as many samples as wanted.
enum Template {
    static let platforms = (0..<8).map { "00000000000000a\($0)" }

    static func measurement(
        _ number: Int, hash: String? = nil, launches: Int = 0, samples: Int = 100
    ) -> GnomonData.Measurement {
        var generator = SeededGenerator(seed: UInt64(number))
        let digits = (0..<2).map { _ in
            let text = String(generator.next(), radix: 16)
            return String(repeating: "0", count: 16 - text.count) + text
        }.joined()
        return GnomonData.Measurement(
            networkHash: hash ?? "g1:" + digits, platform: "ort-cpu-1t", platformID: platforms[number % 8],
            measurementProtocol: "gnomon.measure/1", latency: Latency(milliseconds: 12.3456789),
            interval: LatencyInterval(
                lower: Latency(milliseconds: 12.2345678), upper: Latency(milliseconds: 12.4567891),
                level: 0.95),
            grade: .b,
            reasons: ["pressure 0.12, A needs below 0.05", "cache slow by 2.1 %, A needs below 1 %"],
            evidence: Evidence(
                cleanShare: 0.81234567, pressure: 0.12345678, steal: 0.01234567, halfWidth: 0.01234567,
                isSteady: true, isUnimodal: true, hasStableOutput: true, inflation: 0.021234567),
            launches: (0..<launches).map { _ in launch(samples, &generator) }, kernels: [],
            fingerprint: fingerprint, startedAt: 1_700_000_000.25 + Double(number), seconds: 12.345678,
            seed: 1, modelDigest: digits + digits, provenance: provenance)
    }

    private static func launch(_ count: Int, _ generator: inout SeededGenerator) -> Launch {
        func samples(_ center: Double) -> [Launch.Sample] {
            (0..<count).map { index in
                let wall = Int64(center * (1 + 0.02 * generator.uniform()))
                return Launch.Sample(
                    wall: wall, cpu: wall - 2000, isClean: index % 9 != 0, isWarmup: index < 10, repeats: 1,
                    round: index / 5, position: index % 5, marks: index % 9 != 0 ? [] : [.switched])
            }
        }
        return Launch(
            samples: samples(12e6), loadNanoseconds: 80_000_000, peakBytes: 200 << 20,
            checksum: generator.next(),
            timerCost: 30,
            rounds: (0..<(count / 5)).map { _ in
                .init(
                    nanoseconds: Int64(2e8 * (1 + 0.1 * generator.uniform())),
                    stalled: Int64(1e6 * generator.uniform()), memoryStalled: 0, ioStalled: 0, stolen: 0,
                    throttles: nil, frequency: nil)
            },
            references: ["compute": samples(1e6), "cache": samples(2e6), "memory": samples(3e6)])
    }

    private static let fingerprint = PlatformFingerprint(
        identity: [
            "runtime": "onnxruntime", "runtime_version": "1.31.1", "threads": "1", "optimization": "99",
            "precision": "float32", "cpu": "AMD EPYC 7763 64-Core Processor",
            "cpu_features": "0123456789abcdef",
            "architecture": "x86_64",
        ],
        epoch: [
            "kernel": "6.8.0-1021-azure", "microcode": "0xffffffff", "governor": "unavailable",
            "boost": "unavailable", "smt": "0", "hypervisor": "yes", "huge_pages": "always [madvise] never",
            "quota": "max 100000",
        ],
        context: ["cpus": "2", "load": "3.21", "memory": "24600000 kB", "protocol": "gnomon.measure/1"])

    private static var provenance: Provenance {
        let kernels = ["compute", "cache", "memory"]
        func each(_ value: Double) -> [String: Double] {
            Dictionary(uniqueKeysWithValues: kernels.map { ($0, value) })
        }
        func milliseconds(_ value: Double) -> Latency { Latency(milliseconds: value) }
        return Provenance(
            rules: .init(
                threads: 1, references: kernels,
                noise: .init(epoch: "0123456789abcdef", floors: each(1234567.8), tolerances: each(0.0123)),
                lowerBound: 12345.6, seed: 1, draws: 1000),
            uncorrected: milliseconds(12.3456789), minimum: milliseconds(12.0123456),
            p10: milliseconds(12.1234567),
            p25: milliseconds(12.2345678),
            p90: .init(latency: milliseconds(13.4567891), isConservative: true),
            first: milliseconds(20.3456789), load: milliseconds(80.3456789), peakBytes: 200 << 20,
            flags: ["uncalibrated"], regimes: [], inflation: each(0.021234567),
            used: .init(launches: 5, rounds: 100, samples: 400))
    }
}
