import GnomonEvaluate
import GnomonGraph
import GnomonStatistics

/// Latency as a line over operations, or over operations and bytes: what predictors have to beat.
public struct WorkRegression {
    private let withBytes: Bool
    private let weights: [Double]

    /// The non-negative line that is nearest to these latencies in relative terms; nil for no networks.
    public init?(_ networks: [(network: Network, nanoseconds: Double)], withBytes: Bool) {
        self.withBytes = withBytes
        let rows = networks.map { row in
            Self.columns(row.network, withBytes).map { $0 / row.nanoseconds }
        }
        guard let weights = Self.fit(rows) else { return nil }
        self.weights = weights
    }

    /// Predictions beside what was measured; a line has no interval.
    public func cases(_ models: [SealedModel]) -> [EvaluationCase] {
        models.map { model in
            let time = zip(Self.columns(model.network, withBytes), weights).reduce(0) { $0 + $1.0 * $1.1 }
            let latency = Latency(nanoseconds: max(1, time))
            return EvaluationCase(
                model: model.path, family: "", predicted: latency,
                interval: LatencyInterval(lower: latency, upper: latency, level: 0.9), coverage: 1,
                measured: model.latency)
        }
    }

    private static func columns(_ network: Network, _ withBytes: Bool) -> [Double] {
        var (flops, bytes) = (0.0, 0.0)
        for index in network.nodes.indices where network.nodes[index].state == .live {
            guard let cost = (try? network.cost(of: NodeID(index))) ?? nil else { continue }
            flops += Double(cost.flops)
            bytes += Double(cost.bytesRead) + Double(cost.bytesWritten)
        }
        return withBytes ? [1, flops, bytes] : [1, flops]
    }

    /// The non-negative weights with which rows come nearest to 1.
    private static func fit(_ rows: [[Double]]) -> [Double]? {
        guard let width = rows.first?.count else { return nil }
        // Columns differ by ten orders of magnitude.
        let scales = (0..<width).map { column in
            max(1e-300, rows.reduce(0) { $0 + $1[column] * $1[column] }.squareRoot())
        }
        var weights = [Double](repeating: 0, count: width)
        // Coordinate descent on a convex problem of two or three unknowns.
        for _ in 0..<20_000 {
            for column in 0..<width {
                var (top, bottom) = (0.0, 0.0)
                for row in rows {
                    var rest = 1.0
                    for other in 0..<width where other != column {
                        rest -= weights[other] * row[other] / scales[other]
                    }
                    let value = row[column] / scales[column]
                    top += rest * value
                    bottom += value * value
                }
                weights[column] = max(0, top / bottom)
            }
        }
        return zip(weights, scales).map { $0 / $1 }
    }
}
