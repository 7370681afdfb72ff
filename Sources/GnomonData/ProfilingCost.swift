/// What profiling costs on a platform.
public struct ProfilingCost: Hashable, Sendable, Codable {
    /// Nanoseconds a recorded duration exceeds the kernel's own time.
    public var perKernel: Double
    /// Standard deviation of that over sizes, in nanoseconds.
    public var spread: Double
    /// Nanoseconds a run costs beside its kernels, unprofiled.
    public var perRun: Double

    /// A cost.
    public init(perKernel: Double, spread: Double, perRun: Double) {
        self.perKernel = perKernel
        self.spread = spread
        self.perRun = perRun
    }
}
