import Foundation
public import GnomonGraph

/// Writes networks as ONNX models that runtimes load.
///
/// The same network and options give the same bytes, everywhere. Only live nodes are written; a removed node is its
/// first input by another name, or a constant. Attributes whose name begins with `gnomon.` stay behind.
public enum ONNXWriter {
    /// How tensors and nodes are called in the file.
    public enum Names: Hashable, Sendable {
        /// As in the network; empty and repeated names are made unique.
        case kept
        /// `t<i>` and `n<i>` with the index in the network, so that a runtime's report leads back to it.
        case ids
    }

    /// Which values constants get.
    ///
    /// Small constants that are not weights keep their values in any case.
    public enum Weights: Hashable, Sendable {
        /// The real ones, from the source.
        case copied
        /// Made-up numbers that keep activations near 1, without zeros and subnormals.
        case synthetic(seed: UInt64)
        /// Zeros, made by nodes where they are many: the file stays small, and runtimes load it.
        case zeros
        /// One number for each tensor that keeps activations finite, made by nodes as zeros are.
        case constant
        /// None: type and shape only. No runtime loads it.
        case absent
    }

    /// The version of the file format.
    static let irVersion: Int64 = 10

    /// Writes the network to a sink.
    ///
    /// - Parameters:
    ///   - network: The network, normalised or as read.
    ///   - source: Where the network was read from; needed for copied weights only.
    ///   - names: How tensors and nodes are called.
    ///   - weights: Which values constants get.
    ///   - sink: Where the bytes go.
    /// - Throws: `onnx.tooBig` beyond 2 GiB, `onnx.externalData` or `onnx.missingValues` for values nobody has,
    ///   and what the sink throws.
    /// - Complexity: O(nodes + bytes); values are streamed, so memory does not grow with weights.
    public static func write(
        _ network: Network, source: ModelSource? = nil, names: Names = .kept, weights: Weights,
        to sink: inout some ByteSink
    ) throws(ONNXError) {
        let writer = try message(network, source: source, names: names, weights: weights)
        var position = 0
        var failure: ONNXError?
        func emit(_ end: Int, _ sink: inout some ByteSink) {
            writer.bytes.withUnsafeBytes { bytes in
                do throws(ONNXError) {
                    try sink.write(UnsafeRawBufferPointer(rebasing: bytes[position..<end]))
                } catch {
                    failure = error
                }
            }
            position = end
        }
        for item in writer.deferred {
            if item.position > position { emit(item.position, &sink) }
            if let failure { throw failure }
            try item.values.write(item.count, to: &sink)
        }
        emit(writer.bytes.count, &sink)
        if let failure { throw failure }
    }

    /// The bytes of the model.
    public static func data(
        _ network: Network, source: ModelSource? = nil, names: Names = .kept, weights: Weights
    ) throws(ONNXError) -> [UInt8] {
        var sink = MemorySink()
        try write(network, source: source, names: names, weights: weights, to: &sink)
        return sink.bytes
    }

    /// Writes the model to a file, which appears complete or not at all.
    ///
    /// - Throws: As `write(_:source:names:weights:to:)`; `onnx.unwritable` with the path.
    public static func write(
        _ network: Network, source: ModelSource? = nil, names: Names = .kept, weights: Weights,
        toPath path: String
    ) throws(ONNXError) {
        // Renaming would put a file in the place of a device.
        var existing = stat()
        if stat(path, &existing) == 0, existing.st_mode & S_IFMT != S_IFREG {
            throw ONNXError(
                .unwritable, "is not a regular file", at: path, hint: "name a file that may be written")
        }
        let temporary = "\(path).\(getpid())-\(UInt32.random(in: 0...UInt32.max)).part"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw ONNXError(.unwritable, "cannot be written: \(String(cString: strerror(errno)))", at: path)
        }
        do throws(ONNXError) {
            var sink = DescriptorSink(descriptor: descriptor)
            let result = Result { () throws(ONNXError) in
                try write(network, source: source, names: names, weights: weights, to: &sink)
            }
            let closed = close(descriptor)
            try result.get()
            guard closed == 0, rename(temporary, path) == 0 else {
                throw ONNXError(.unwritable, "cannot be written: \(String(cString: strerror(errno)))")
            }
        } catch {
            unlink(temporary)
            var located = error
            if located.place.isEmpty { located.place = path }
            throw located
        }
    }

    private static func message(
        _ network: Network, source: ModelSource?, names: Names, weights: Weights
    ) throws(ONNXError) -> WireWriter {
        let writer = try GraphWriter(
            network, tensors: TensorWriter(weights: weights, source: source), names: EmittedNames(names))
        let graph = try writer.message()
        var model = WireWriter()
        model.integer(1, irVersion)
        model.string(2, "gnomon")
        model.message(7, graph)
        model.message(
            8, operatorSet("", version: Int64(RequiredOpset.version(of: network, emitted: writer.emitted))))
        for domain in writer.domains.sorted() where !domain.isEmpty {
            model.message(8, operatorSet(domain, version: RequiredOpset.version(ofDomain: domain)))
        }
        guard model.count <= ONNXLimits.fileBytes else {
            throw ONNXError(
                .tooBig,
                "the model takes \(model.count) bytes, more than the \(ONNXLimits.fileBytes) of an ONNX file")
        }
        return model
    }

    private static func operatorSet(_ domain: String, version: Int64) -> WireWriter {
        var writer = WireWriter()
        writer.string(1, domain)
        writer.integer(2, version)
        return writer
    }
}
