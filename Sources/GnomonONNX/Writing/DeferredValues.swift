import GnomonGraph

/// Values that are produced only while the file is written.
enum DeferredValues {
    /// Copied from the file the network was read from.
    case file(ModelSource, offset: Int)
    /// A few bytes over and over.
    case pattern([UInt8])
    /// Made up.
    case synthetic(SyntheticValues)

    /// Bytes handed over at a time.
    private static let chunk = 1 << 20

    /// Writes `count` bytes of the values.
    func write(_ count: Int, to sink: inout some ByteSink) throws(ONNXError) {
        var buffer = [UInt8](repeating: 0, count: min(count, DeferredValues.chunk))
        var done = 0
        var failure: ONNXError?
        if case .pattern(let pattern) = self, !pattern.isEmpty {
            for index in buffer.indices { buffer[index] = pattern[index % pattern.count] }
        }
        while done < count, failure == nil {
            let length = min(buffer.count, count - done)
            buffer.withUnsafeMutableBytes { whole in
                let target = UnsafeMutableRawBufferPointer(rebasing: whole[..<length])
                do throws(ONNXError) {
                    switch self {
                    case .file(let source, let offset): try source.copyBytes(at: offset + done, into: target)
                    case .pattern: break
                    case .synthetic(let values): values.fill(target, from: done)
                    }
                    try sink.write(UnsafeRawBufferPointer(target))
                } catch {
                    failure = error
                }
            }
            done += length
        }
        if let failure { throw failure }
    }
}
