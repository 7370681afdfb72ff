/// How a session is opened.
public struct ONNXRuntimeOptions: Hashable, Sendable {
    /// Threads inside one operator.
    public var threads: Int
    /// How far the graph is rewritten: 0 not at all, 1 basic, 2 extended, 99 also layouts of this processor.
    public var optimization: Int
    /// The prefix of the file that profiling writes; nil profiles nothing.
    public var profilePrefix: String?
    /// Where the rewritten model is written; nil writes none.
    public var optimizedModelPath: String?

    /// Options.
    public init(
        threads: Int = 1, optimization: Int = 99, profilePrefix: String? = nil,
        optimizedModelPath: String? = nil
    ) {
        self.threads = threads
        self.optimization = optimization
        self.profilePrefix = profilePrefix
        self.optimizedModelPath = optimizedModelPath
    }

    /// Makes the C object of these options; the caller releases it.
    func make(in library: ONNXRuntimeLibrary) throws(NativeError) -> OpaquePointer {
        typealias Create = @convention(c) (UnsafeMutablePointer<OpaquePointer?>) -> OpaquePointer?
        typealias SetNumber = @convention(c) (OpaquePointer, Int32) -> OpaquePointer?
        typealias SetText = @convention(c) (OpaquePointer, UnsafePointer<CChar>) -> OpaquePointer?
        typealias SetEntry =
            @convention(c) (OpaquePointer, UnsafePointer<CChar>, UnsafePointer<CChar>) -> OpaquePointer?
        var created: OpaquePointer?
        try library.check(library.function(10, as: Create.self)(&created), "make session options")
        guard let options = created else {
            throw NativeError(.failed, "ONNX Runtime made no session options")
        }
        do throws(NativeError) {
            let numbers: [(slot: Int, value: Int)] = [
                (24, threads), (25, 1), (13, 0), (22, 3), (23, optimization),
            ]
            for (slot, value) in numbers {
                guard let number = Int32(exactly: value) else {
                    throw NativeError(.failed, "\(value) is out of range for a session option")
                }
                try library.check(
                    library.function(slot, as: SetNumber.self)(options, number),
                    "set option \(slot) to \(value)")
            }
            try library.check(
                library.function(130, as: SetEntry.self)(options, "session.intra_op.allow_spinning", "0"),
                "turn spinning off")
            if let profilePrefix {
                try library.check(
                    library.function(14, as: SetText.self)(options, profilePrefix), "turn profiling on")
            }
            if let optimizedModelPath {
                try library.check(
                    library.function(11, as: SetText.self)(options, optimizedModelPath),
                    "set the model's path")
            }
        } catch {
            library.function(100, as: ONNXRuntimeLibrary.Release.self)(options)
            throw error
        }
        return options
    }
}
