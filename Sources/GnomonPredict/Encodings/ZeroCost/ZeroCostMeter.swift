import Foundation
public import GnomonGraph
import GnomonLearn

/// Computes zero-cost proxies of networks on LibTorch.
///
/// The same settings give the same numbers on one machine, and up to rounding for isomorphic networks. Not for use from two
/// threads at once.
public final class ZeroCostMeter {
    private let settings: ZeroCostSettings
    private let precision: NeuralEngine.Precision
    private var engine: NeuralEngine
    private var precise: NeuralEngine
    private var batches: [[Int]: ImageBatch] = [:]

    /// A meter with its engines; the threads and the use of oneDNN hold for the whole process.
    ///
    /// - Throws: `PredictError` (library) where LibTorch is not installed.
    public convenience init(settings: ZeroCostSettings = ZeroCostSettings()) throws(PredictError) {
        try self.init(settings: settings, precision: .float32)
    }

    init(settings: ZeroCostSettings, precision: NeuralEngine.Precision) throws(PredictError) {
        (self.settings, self.precision) = (settings, precision)
        do throws(LearnError) {
            (precise, engine) = (
                try Self.engine(.float64, settings), try Self.engine(precision, settings)
            )
        } catch { throw PredictError(error) }
    }

    private static func engine(
        _ precision: NeuralEngine.Precision, _ settings: ZeroCostSettings
    ) throws(LearnError) -> NeuralEngine {
        try NeuralEngine(precision: precision, threads: settings.threads, oneDNN: settings.usesOneDNN)
    }

    /// The proxies of a prepared network, in the order of ``ZeroCostProxy``; ``ZeroCostProxy/none`` where it has none.
    ///
    /// - Throws: `PredictError` for operators that are not run here.
    /// - Complexity: about twelve inferences of the whole batch.
    public func values(of network: Network) throws(PredictError) -> [Double] {
        let net = try EagerNetwork(network)
        let draws = LayerDraws(net, seed: settings.seed)
        let key = net.image + [net.classes]
        let batch = batches[key] ?? ImageBatch(settings, image: net.image, classes: net.classes)
        batches[key] = batch
        return try values(of: net, draws.uniform(), normal: draws.normal(), batch)
    }

    /// The proxies of a network with given weights and images.
    func values(
        of net: EagerNetwork, _ weights: LayerDraws.Values, normal: LayerDraws.Values, _ batch: ImageBatch
    ) throws(PredictError) -> [Double] {
        var found: [ZeroCostProxy: Double] = [:]
        do throws(LearnError) {
            // Another engine may have set threads and oneDNN since.
            (precise, engine) = (try Self.engine(.float64, settings), try Self.engine(precision, settings))
            try measureLoss(net, weights, batch, &found)
            found[.synflow] = try synflow(net, weights)
            found[.zen] = try zen(net, normal, batch)
        } catch { throw PredictError(error) }
        do throws(GraphError) {
            (found[.flops], found[.params]) = try Self.count(net.network)
        } catch { throw PredictError(.architecture, error.message) }
        return ZeroCostProxy.allCases.map { proxy in
            let value = found[proxy] ?? ZeroCostProxy.none
            return value.isFinite ? value : ZeroCostProxy.none
        }
    }

    /// All that comes from one loss and its derivatives.
    private func measureLoss(
        _ net: EagerNetwork, _ drawn: LayerDraws.Values, _ batch: ImageBatch,
        _ found: inout [ZeroCostProxy: Double]
    ) throws(LearnError) {
        let weights = try parameters(net, drawn.weights)
        let images = try Parameter(engine.tensor(batch.images, batch.sizes)).tensor
        let trace = try net.run(images, weights: weights, biases: biases(drawn.biases))
        found[.nwot] = try engine.withoutRecording { () throws(LearnError) in
            try nwot(trace.rectified, images: batch.labels.count)
        }
        let jacobian = try engine.gradients(of: trace.scores.sum(), in: [images], keeping: true)[0]
        if let jacobian {
            let correlation = try SampleCorrelation(jacobian.detached(), precise)
            found[.jacov] = try correlation.jacov()
            found[.epeNAS] = correlation.epeNAS(batch.labels)
        }
        let likelihood = try trace.scores.logSoftmax() * batch.oneHot(net.classes, engine)
        let loss = try -likelihood.sum() / Double(batch.labels.count)
        let first = try engine.gradients(of: loss, in: weights + trace.layerOutputs, again: true)
        try engine.withoutRecording { () throws(LearnError) in
            try measureGradients(weights, Array(first.prefix(weights.count)), &found)
            found[.fisher] = try fisher(trace.layerOutputs, Array(first.dropFirst(weights.count)))
        }
        found[.grasp] = try grasp(weights, Array(first.prefix(weights.count)))
    }

    private func measureGradients(
        _ weights: [EagerTensor], _ gradients: [EagerTensor?], _ found: inout [ZeroCostProxy: Double]
    ) throws(LearnError) {
        var sums: [ZeroCostProxy: Double] = [.gradNorm: 0, .l2Norm: 0, .plain: 0, .snip: 0]
        for (weight, gradient) in zip(weights, gradients) {
            sums[.l2Norm, default: 0] += try (weight * weight).sum().item().squareRoot()
            guard let gradient else { continue }
            sums[.gradNorm, default: 0] += try (gradient * gradient).sum().item().squareRoot()
            let product = try weight * gradient
            sums[.plain, default: 0] += try product.sum().item()
            sums[.snip, default: 0] += try product.magnitude().sum().item()
        }
        found.merge(sums) { $1 }
    }

    /// Over channels of layer results a with derivatives d: half the mean over images of (sum of a d)^2.
    private func fisher(_ outputs: [EagerTensor], _ derivatives: [EagerTensor?]) throws(LearnError) -> Double
    {
        var total = 0.0
        for case (let output, let derivative?) in zip(outputs, derivatives) {
            var product = try output * derivative
            if product.sizes.count > 2 { product = try product.sum(Array(2..<product.sizes.count)) }
            total += try (product * product).mean([0]).sum().item() / 2
        }
        return total
    }

    private func grasp(_ weights: [EagerTensor], _ gradients: [EagerTensor?]) throws(LearnError) -> Double? {
        var flow: EagerTensor?
        for case let gradient? in gradients {
            let term = try (gradient * gradient.detached()).sum()
            if let sum = flow { flow = try sum + term } else { flow = term }
        }
        guard let flow else { return nil }
        let second = try engine.gradients(of: flow, in: weights)
        return try engine.withoutRecording { () throws(LearnError) in
            var total = 0.0
            for case (let weight, let curved?) in zip(weights, second) {
                total -= try (weight * curved).sum().item()
            }
            return total
        }
    }

    /// log |det K|, K the number of rectifiers that agree on two images.
    private func nwot(_ rectified: [EagerTensor], images: Int) throws(LearnError) -> Double {
        guard !rectified.isEmpty else { return ZeroCostProxy.none }
        var agreements = [Double](repeating: 0, count: images * images)
        let (one, minus) = (try engine.full(1, []), try engine.full(-1, []))
        for value in rectified {
            let numbers = value.count / max(1, images)
            let signs = try one.selected(by: value.reshaped([images, numbers]), else: minus)
            // As many products of 1 as there are agreements, all others -1.
            for (place, product) in try signs.matmul(signs.transposed()).values().enumerated() {
                agreements[place] += (Double(numbers) + product) / 2
            }
        }
        return try precise.tensor(agreements, [images, images]).logAbsoluteDeterminant().item()
    }

    private func synflow(
        _ net: EagerNetwork, _ drawn: LayerDraws.Values
    ) throws(LearnError) -> Double {
        var weights: [EagerTensor] = []
        for (layer, values) in zip(net.layers, drawn.weights) {
            let magnitudes = try precise.tensor(values.map { Double(abs($0)) }, layer.sizes)
            weights.append(try Parameter(magnitudes).tensor)
        }
        let trace = try net.run(
            precise.full(1, [1] + net.image), weights: weights, biases: weights.map { _ in nil },
            normalisation: .bypassed)
        let gradients = try precise.gradients(of: trace.scores.sum(), in: weights)
        return try precise.withoutRecording { () throws(LearnError) in
            var total = 0.0
            for case (let weight, let gradient?) in zip(weights, gradients) {
                total += try (weight * gradient).magnitude().sum().item()
            }
            return total
        }
    }

    /// log of the mean over images of sum |f(x) - f(x + step e)|, and the logarithms of the normalisations'
    /// deviations, which would else hide how large features grow.
    private func zen(
        _ net: EagerNetwork, _ drawn: LayerDraws.Values, _ batch: ImageBatch
    ) throws(LearnError) -> Double {
        try engine.withoutRecording { () throws(LearnError) in
            var weights: [EagerTensor] = []
            for (layer, values) in zip(net.layers, drawn.weights) {
                weights.append(try engine.tensor(values, layer.sizes))
            }
            let biases = try biases(drawn.biases)
            let images = try engine.tensor(batch.images, batch.sizes)
            let moved = try images + engine.tensor(batch.changes, batch.sizes) * settings.zenStep
            let first = try net.run(images, weights: weights, biases: biases)
            let second = try net.run(moved, weights: weights, biases: biases)
            guard let before = first.features, let after = second.features else { return ZeroCostProxy.none }
            let distance = try (before - after).magnitude().sum().item() / Double(batch.labels.count)
            var scale = 0.0
            for variance in first.variances { scale += log(try variance.mean().item()) / 2 }
            return log(distance) + scale
        }
    }

    /// Operations as NAS-Bench-201 counts them (a multiply-accumulate, a rectified number and each pixel of a pooling one, a
    /// normalised number two), and trained parameters.
    static func count(
        _ network: Network
    ) throws(GraphError) -> (operations: Double, parameters: Double) {
        var operations = Double(try network.totalCost().macs)
        var parameters = 0.0
        for node in network.nodes where node.state != .dead {
            for (slot, input) in node.inputs.enumerated() {
                guard let input, network[input].payload == .absent else { continue }
                // Means and variances of normalisations are no parameters.
                if node.op.kind == .batchNormalization, slot > 2 { continue }
                parameters += Double(network[input].shape?.elements ?? 0)
            }
            let size = Double(node.output(0).flatMap { network[$0].shape?.elements } ?? 0)
            switch node.op.kind {
            case .batchNormalization?: operations += 2 * size
            case .relu?: operations += size
            case .averagePool?, .maxPool?:
                operations += Double(PoolingParameters(node, in: network)?.kernel.reduce(1, *) ?? 0) * size
            default: break
            }
        }
        return (operations, parameters)
    }

    private func parameters(_ net: EagerNetwork, _ values: [[Float]]) throws(LearnError) -> [EagerTensor] {
        var result: [EagerTensor] = []
        for (layer, values) in zip(net.layers, values) {
            result.append(try Parameter(engine.tensor(values, layer.sizes)).tensor)
        }
        return result
    }

    private func biases(_ values: [[Float]?]) throws(LearnError) -> [EagerTensor?] {
        var result: [EagerTensor?] = []
        for values in values {
            if let values {
                result.append(try engine.tensor(values, [values.count]))
            } else {
                result.append(nil)
            }
        }
        return result
    }
}
