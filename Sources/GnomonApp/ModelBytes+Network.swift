import GnomonData
import GnomonDigest
import GnomonGraph
import GnomonMeasure
import GnomonNative
import GnomonONNX

/// Bytes on their way to a memory file, hashed as they pass if wanted.
private struct MemoryFileSink: ByteSink {
    let file: MemoryFile
    var hash: SHA256?
    /// Bytes written so far.
    var count = 0

    mutating func write(_ bytes: UnsafeRawBufferPointer) throws(ONNXError) {
        do { try file.write(bytes) } catch { throw ONNXError(.unwritable, error.message) }
        hash?.update(bytes)
        count += bytes.count
    }
}

extension ModelBytes {
    /// The model a runtime gets for a prepared network: names made of indices, concrete shapes, synthetic weights.
    ///
    /// The simulated platform looks at the network itself: for it, weights are left out.
    ///
    /// - Throws: `AppError` where the network cannot be written.
    static func written(
        _ network: Network, for platform: Platform, seed: UInt64, wantsDigest: Bool
    ) throws(AppError) -> ModelBytes {
        let weights: ONNXWriter.Weights = platform.runtime == "simulated" ? .absent : .synthetic(seed: seed)
        let file: MemoryFile
        do { file = try MemoryFile(name: "model") } catch { throw AppError(error) }
        var sink = MemoryFileSink(file: file, hash: wantsDigest ? SHA256() : nil)
        do {
            try ONNXWriter.write(network, names: .ids, weights: weights, to: &sink)
        } catch { throw AppError(error) }
        return ModelBytes(file: file, digest: sink.hash?.finish() ?? "", network: network)
    }
}

extension ModelBatch {
    /// Prepared networks as a runtime gets them, one behind the other; see `ModelBytes.written`.
    ///
    /// - Throws: `AppError` where a network cannot be written.
    static func written(
        _ networks: [Network], for platform: Platform, seed: UInt64
    ) throws(AppError) -> ModelBatch {
        let file: MemoryFile
        do { file = try MemoryFile(name: "models") } catch { throw AppError(error) }
        var sink = MemoryFileSink(file: file)
        var models: [Model] = []
        for network in networks {
            let start = sink.count
            if platform.runtime != "simulated" {
                do {
                    try ONNXWriter.write(
                        network, names: .ids, weights: .synthetic(seed: seed), to: &sink)
                } catch { throw AppError(error) }
            }
            models.append(Model(range: start..<sink.count, network: network))
        }
        return ModelBatch(file: file, models: models)
    }
}
