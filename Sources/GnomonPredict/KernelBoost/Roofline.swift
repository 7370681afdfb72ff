import Foundation
import GnomonFeatures
import GnomonStatistics

/// The time a kernel would need on an ideal machine: the larger of computing and moving, and a fixed cost.
///
/// The roofline model (Williams, Waterman, Patterson 2009, doi:10.1145/1498765.1498785), with the roofs read off
/// the kernels that were measured. It carries predictions beyond what was seen; trees correct it inside.
struct Roofline: Hashable, Sendable, Codable {
    /// Floating-point operations a nanosecond at best.
    var flopsPerNanosecond: Double
    /// Bytes a nanosecond at best.
    var bytesPerNanosecond: Double
    /// Nanoseconds any kernel needs.
    var dispatch: Double

    /// The time of a kernel in nanoseconds.
    func time(_ vector: KernelVector) -> Double {
        max(vector.flops / flopsPerNanosecond, vector.bytes / bytesPerNanosecond)
            + dispatch * vector.calls
    }

    /// Roofs from measured kernels: high quantiles of the rates seen, and a low one of the times.
    init(vectors: [KernelVector], nanoseconds: [Double]) {
        var flops: [Double] = []
        var bytes: [Double] = []
        var small: [Double] = []
        for (vector, time) in zip(vectors, nanoseconds) where time > 0 {
            if time > 20_000 {
                flops.append(vector.flops / time)
                bytes.append(vector.bytes / time)
            }
            if vector.bytes < 4096, vector.flops < 10_000 { small.append(time) }
        }
        flopsPerNanosecond = max(0.1, Quantile.of(flops, at: 0.98) ?? 10)
        bytesPerNanosecond = max(0.1, Quantile.of(bytes, at: 0.9) ?? 5)
        dispatch = max(100, Quantile.of(small, at: 0.25) ?? 500)
    }
}
