import Foundation
import GnomonData
import GnomonGraph
import GnomonKernels
import GnomonMeasure
import GnomonNative
import GnomonONNX
import GnomonSpaces
import GnomonStatistics

/// Times kernels and small networks alone, many in one child process.
///
/// What is over in a moment is repeated in one network until it takes about a millisecond; its cost is the slope
/// over the number of copies. What takes longer is timed once, and the cost of an empty run subtracted.
struct KernelBench {
    let measurer: Measurer
    let platform: Platform
    /// Seconds each network is timed at most.
    var seconds = 0.04

    /// Nanoseconds from which on a kernel is not repeated.
    static let longEnough = 1e6
    /// The most copies in one network.
    static let mostCopies = 64
    /// The most bytes of activations that copies may take together.
    static let mostBytes = 64 << 20

    /// Nanoseconds of a run beside its kernels: where the line over the length of a chain of poolings, which no
    /// runtime joins, meets zero.
    ///
    /// - Throws: `AppError` where the platform cannot run them.
    func frame() throws(AppError) -> Double {
        var networks: [Network] = []
        let counts = [4, 36, 4, 36, 4, 36]
        for count in counts {
            var builder = NetworkBuilder()
            var x = builder.input([1, 8, 8, 8])
            for _ in 0..<count { x = builder.maxPool(x, kernel: 3, stride: 1, padding: 1) }
            do { networks.append(try builder.finish([x], name: "chain").prepared()) } catch {
                throw AppError(error)
            }
        }
        var times: [Double] = []
        for result in try latencies(networks, seed: 1) {
            switch result {
            case .success(let latency): times.append(latency.nanoseconds)
            case .failure(let error): throw AppError(error)
            }
        }
        let intercepts = stride(from: 0, to: counts.count, by: 2).map { index in
            let slope = (times[index + 1] - times[index]) / Double(counts[index + 1] - counts[index])
            return times[index] - Double(counts[index]) * slope
        }
        return max(0, Quantile.median(intercepts) ?? 0)
    }

    /// The cost of each kernel alone, in nanoseconds; nil where the platform cannot run it.
    ///
    /// - Throws: `AppError` where networks cannot be written.
    func costs(
        of kernels: [KernelExtract], frame: Double, rules: FusionRules, seed: UInt64
    ) throws(AppError) -> [Double?] {
        let once = try latencies(kernels.map(\.network), seed: seed).map { try? $0.get().nanoseconds }
        var costs = once.map { time in time.map { max(30, $0 - frame) } }
        var chains: [Network] = []
        var repeated: [(index: Int, copies: Int)] = []
        for (index, kernel) in kernels.enumerated() {
            guard let time = costs[index], time < Self.longEnough else { continue }
            guard let (chain, copies) = Self.chain(kernel, taking: time, rules: rules) else { continue }
            chains.append(chain)
            repeated.append((index, copies))
        }
        for (entry, result) in zip(repeated, try latencies(chains, seed: seed &+ 1)) {
            guard let many = try? result.get().nanoseconds, let one = once[entry.index] else { continue }
            let slope = (many - one) / Double(entry.copies - 1)
            // A slope that is not positive says that copies were joined or the machine was disturbed.
            if slope > 0 { costs[entry.index] = max(30, slope) }
        }
        return costs
    }

    /// Copies of a kernel in one network, as many as take a millisecond; nil where none make sense.
    static func chain(
        _ kernel: KernelExtract, taking nanoseconds: Double, rules: FusionRules
    ) -> (network: Network, copies: Int)? {
        let network = kernel.network
        let bytes = (network.inputs + network.outputs).reduce(0.0) { sum, id in
            sum + Double(network[id].shape?.elements ?? 0) * Double(network[id].elementType.bits) / 8
        }
        let wanted = longEnough / max(1000, nanoseconds)
        let copies = Int(min(wanted, Double(mostCopies), Double(mostBytes) / max(1, bytes)).rounded(.up))
        guard copies >= 2 else { return nil }
        for inSeries in network.fitsItself && keepsValuesSane(kernel) ? [true, false] : [false] {
            guard let chain = try? network.repeated(copies, inSeries: inSeries) else { continue }
            let seen = chain.kernels(rules).filter { !$0.members.isEmpty }
            if seen.count == copies, seen.allSatisfy({ $0.kind == kernel.kind }) { return (chain, copies) }
        }
        return nil
    }

    /// Whether values stay far from infinity and from subnormal numbers, which are slow, when the kernel reads
    /// its own results over and over.
    private static func keepsValuesSane(_ kernel: KernelExtract) -> Bool {
        switch kernel.kind {
        case .conv, .pointwise, .depthwise, .grouped, .gemm, .pool, .norm, .softmax, .concat, .transpose,
            .view, .pad, .gather:
            return true
        case .unary, .binary:
            let sane: Set<OperatorKind> = [
                .relu, .sigmoid, .hardSigmoid, .tanh, .clip, .add, .sub, .abs, .neg, .floor, .leakyRelu, .erf,
                .max, .min,
            ]
            return kernel.network.nodes.allSatisfy { node in
                node.state != .live || node.op.kind.map(sane.contains) ?? false
            }
        default: return false
        }
    }

    /// The latencies of networks, one after another in one child.
    ///
    /// - Throws: `AppError` where they cannot be written.
    func latencies(
        _ networks: [Network], seed: UInt64
    ) throws(AppError) -> [Result<QuickLatency, MeasureError>] {
        guard !networks.isEmpty else { return [] }
        let batch = try ModelBatch.written(networks, for: platform, seed: seed)
        return measurer.latencies(of: batch, platform: platform, seconds: seconds, seed: seed)
    }
}
