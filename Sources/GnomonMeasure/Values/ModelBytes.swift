public import GnomonGraph
public import GnomonNative

/// A model as the runtime will open it, in an anonymous file that child processes inherit.
public struct ModelBytes: Sendable {
    /// The file.
    public var file: MemoryFile
    /// The lower-case hexadecimal SHA-256 of the bytes; empty if nobody computed it.
    public var digest: String
    /// The network the bytes were written from; needed by the simulated runtime only.
    public var network: Network?

    /// A model that was written to a memory file.
    public init(file: MemoryFile, digest: String = "", network: Network? = nil) {
        self.file = file
        self.digest = digest
        self.network = network
    }

    /// A model from bytes.
    ///
    /// - Throws: `MeasureError` (outOfMemory) when they cannot be copied.
    public init(_ bytes: [UInt8], digest: String? = nil, network: Network? = nil) throws(MeasureError) {
        do throws(NativeError) {
            file = try MemoryFile(name: "model")
            let file = file
            let result = bytes.withUnsafeBytes { buffer in
                Result { () throws(NativeError) in try file.write(buffer) }
            }
            try result.get()
        } catch {
            throw MeasureError(.outOfMemory, phase: .start, error.message)
        }
        self.digest = digest ?? ""
        self.network = network
    }
}
