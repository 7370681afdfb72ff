public import GnomonData

/// Something that executes networks.
///
/// One line in `RuntimeCatalog` makes it known everywhere.
public protocol Runtime: Sendable {
    /// What people read about it.
    static var card: RuntimeCard { get }
    /// A runtime; opens nothing.
    init()
    /// The version of the library behind it.
    ///
    /// - Throws: `RuntimeError` (unavailable) when it is not on this machine.
    func version() throws(RuntimeError) -> String
    /// Opens a network written for this runtime.
    ///
    /// - Throws: `RuntimeError`: unavailable, or refused with what the runtime says.
    func open(_ request: OpenRequest) throws(RuntimeError) -> any RuntimeSession
    /// Variables that the process must have before the library is loaded, for a platform of this runtime.
    func environment(for platform: Platform) -> [String: String]
}

extension Runtime {
    /// None.
    public func environment(for platform: Platform) -> [String: String] { [:] }
}

/// What a runtime is asked to open.
public struct OpenRequest: Sendable {
    /// The bytes of the model; valid while `open` runs.
    public nonisolated(unsafe) var model: UnsafeRawBufferPointer
    /// How to run it.
    public var platform: Platform
    /// The seed of the input values.
    public var seed: UInt64
    /// A folder of one's own for profiles; nil means that nothing is profiled.
    public var profileFolder: String?
    /// Whether the profile also tells which tensors each kernel reads and writes; costs one copy of the model.
    public var wantsGraph: Bool

    /// A request.
    public init(
        model: UnsafeRawBufferPointer, platform: Platform, seed: UInt64, profileFolder: String? = nil,
        wantsGraph: Bool = true
    ) {
        self.model = model
        self.platform = platform
        self.seed = seed
        self.profileFolder = profileFolder
        self.wantsGraph = wantsGraph
    }
}

/// A network opened by a runtime.
///
/// Used by one thread.
public protocol RuntimeSession: AnyObject {
    /// Runs one inference: the timed part, so it allocates and writes nothing itself.
    ///
    /// - Throws: `RuntimeError` (failed).
    func run() throws(RuntimeError)
    /// Gives back what the last run produced. Never timed.
    func settle()
    /// A checksum of the outputs of the last run; to be called before `settle`.
    ///
    /// - Throws: `RuntimeError` (failed).
    func outputChecksum() throws(RuntimeError) -> UInt64
    /// The bytes of one output of the last run; nil past the last output, and where a runtime computes nothing.
    ///
    /// To be called before `settle`.
    ///
    /// - Throws: `RuntimeError` (failed).
    func outputBytes(_ index: Int) throws(RuntimeError) -> [UInt8]?
    /// The operators that the profile lists without executing them, as indices into `Network.nodes`.
    ///
    /// To be called after `finishProfile`.
    var idleNodes: [Int] { get }
    /// Ends profiling and returns what was recorded, in order; empty if nothing was.
    ///
    /// - Throws: `RuntimeError` (failed) when the profile cannot be read.
    func finishProfile() throws(RuntimeError) -> [ProfileEvent]
}

extension RuntimeSession {
    /// None.
    public func outputBytes(_ index: Int) throws(RuntimeError) -> [UInt8]? { nil }
    /// None.
    public var idleNodes: [Int] { [] }

    /// The bytes of each output of the last run, packed in row-major order; to be called before `settle`.
    ///
    /// - Throws: `RuntimeError` (failed).
    public func outputBytes() throws(RuntimeError) -> [[UInt8]] {
        var outputs: [[UInt8]] = []
        while let bytes = try outputBytes(outputs.count) { outputs.append(bytes) }
        return outputs
    }
}

/// One execution of one kernel as a runtime recorded it.
public struct ProfileEvent: Hashable, Sendable {
    /// The runtime's name of the kernel.
    public var name: String
    /// The runtime's word for what it does.
    public var type: String
    /// Which inference it belongs to, from 0.
    public var run: Int
    /// Its position in the runtime's own graph; one kernel has one position.
    public var position: Int
    /// Nanoseconds, as precise as the runtime records.
    public var nanoseconds: Double
    /// Names of the tensors it reads, where known.
    public var inputs: [String]
    /// Names of the tensors it writes, where known.
    public var outputs: [String]
    /// Names of further nodes that this kernel executes, where the profile lists them.
    public var joined: [String]

    /// An event.
    public init(
        name: String, type: String, run: Int, position: Int, nanoseconds: Double, inputs: [String] = [],
        outputs: [String] = [], joined: [String] = []
    ) {
        self.name = name
        self.type = type
        self.run = run
        self.position = position
        self.nanoseconds = nanoseconds
        self.inputs = inputs
        self.outputs = outputs
        self.joined = joined
    }
}
