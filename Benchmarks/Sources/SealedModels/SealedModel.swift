import Foundation
public import GnomonApp
public import GnomonData
public import GnomonGraph
import GnomonMeasure
public import GnomonStatistics
public import GnomonStore

/// A model that nothing was learned from, with what it takes in quiet times.
///
/// That is the 20 % quantile of the samples of those rounds in which no reference kernel was more than 15 % slower
/// than its floor: neighbours come in bursts and only ever make samples longer.
public struct SealedModel: Sendable {
    /// The file.
    public var path: String
    /// The prepared network.
    public var network: Network
    /// What it takes in quiet times.
    public var latency: Latency
    /// The best grade of its measurements.
    public var grade: Grade

    /// A model that takes so long.
    public init(path: String, network: Network, latency: Latency, grade: Grade) {
        (self.path, self.network, self.latency, self.grade) = (path, network, latency, grade)
    }

    /// How much slower than its floor a reference kernel may be.
    public static let tolerance = 1.15
    /// Samples below which nothing is said.
    public static let fewestSamples = 6

    /// The models that were measured on a platform in quiet times; the others are named on standard error.
    ///
    /// - Parameters:
    ///   - paths: The files.
    ///   - platformID: The identity of platform and machine.
    ///   - store: Where 'gnomon measure' left its measurements.
    ///   - takesMedian: Whether the newest measurement's own latency counts, noise and all.
    ///   - since: Only measurements after this moment count: a host can be slower today than it was yesterday.
    /// - Throws: `AppError` or `StoreError` where files or the store cannot be read.
    public static func read(
        _ paths: [String], platformID: String, store: Store, takesMedian: Bool = false,
        since: Date = .distantPast
    ) throws -> [SealedModel] {
        var found: [(path: String, network: Network, measurements: [GnomonData.Measurement])] = []
        for path in paths {
            do {
                let model = try LoadedModel(path: path, binding: try ModelBinding())
                let measurements = try store.measurements(
                    networkHash: "\(model.hash)", platformID: platformID
                )
                .filter { $0.startedAt >= since.timeIntervalSince1970 }
                if measurements.isEmpty {
                    note("not measured: \(path)")
                } else {
                    found.append((path, model.network, measurements))
                }
            } catch let error as AppError { note("left out: \(path): \(error)") }
        }
        let floors = floors(found.flatMap(\.measurements))
        return found.compactMap { model in
            guard
                let latency = takesMedian
                    ? model.measurements.max(by: { $0.startedAt < $1.startedAt })?.latency
                    : quiet(model.measurements, floors)
            else {
                note("never quiet, left out: \(model.path)")
                return nil
            }
            let grade = model.measurements.map(\.grade).min() ?? .f
            return SealedModel(path: model.path, network: model.network, latency: latency, grade: grade)
        }
    }

    /// What reference kernels take when nothing disturbs them.
    private static func floors(_ measurements: [GnomonData.Measurement]) -> [String: Double] {
        var seen: [String: [Double]] = [:]
        for launch in measurements.flatMap(\.launches) {
            for (name, readings) in launch.references {
                if let median = Quantile.median(readings.map(\.perInference)) {
                    seen[name, default: []].append(median)
                }
            }
        }
        return seen.compactMapValues { Quantile.of($0, at: 0.1) }
    }

    /// The latency in quiet rounds; nil where there were none.
    private static func quiet(
        _ measurements: [GnomonData.Measurement], _ floors: [String: Double]
    ) -> Latency? {
        var samples: [Double] = []
        for launch in measurements.flatMap(\.launches) {
            var slow: Set<Int> = []
            for (name, readings) in launch.references {
                let most = tolerance * (floors[name] ?? .infinity)
                for reading in readings where reading.perInference > most { slow.insert(reading.round) }
            }
            samples += launch.samples.filter { !$0.isWarmup && !slow.contains($0.round) }.map(\.perInference)
        }
        guard samples.count >= fewestSamples else { return nil }
        return Quantile.of(samples, at: 0.2).map { Latency(nanoseconds: $0) }
    }
}

/// A line on standard error.
public func note(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
