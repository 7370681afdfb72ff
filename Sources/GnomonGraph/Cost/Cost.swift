/// What executing a node, or a whole network, takes.
public struct Cost: Hashable, Sendable, Codable {
    /// Multiply-accumulate operations.
    public var macs: UInt64
    /// Floating-point (or integer) operations beside the MACs.
    public var otherFLOPs: UInt64
    /// How many of `otherFLOPs` are exponentials, logarithms, roots and the like.
    public var transcendentals: UInt64
    /// Bytes read from memory, each distinct operand once, weights included.
    public var bytesRead: UInt64
    /// Bytes written to memory.
    public var bytesWritten: UInt64
    /// The share of `bytesRead` that are constants.
    public var weightBytes: UInt64
    /// Trained numbers: elements of the stored constants behind the constant operands, each constant once.
    ///
    /// Constants of one element and stored statistics do not count.
    public var parameters: UInt64

    /// A cost; zero by default.
    public init(
        macs: UInt64 = 0, otherFLOPs: UInt64 = 0, transcendentals: UInt64 = 0, bytesRead: UInt64 = 0,
        bytesWritten: UInt64 = 0, weightBytes: UInt64 = 0, parameters: UInt64 = 0
    ) {
        self.macs = macs
        self.otherFLOPs = otherFLOPs
        self.transcendentals = transcendentals
        self.bytesRead = bytesRead
        self.bytesWritten = bytesWritten
        self.weightBytes = weightBytes
        self.parameters = parameters
    }

    /// Floating-point operations: two for each MAC, and the others.
    ///
    /// Saturates at the largest 64-bit number.
    public var flops: UInt64 {
        let (twice, first) = macs.multipliedReportingOverflow(by: 2)
        let (sum, second) = twice.addingReportingOverflow(otherFLOPs)
        return first || second ? .max : sum
    }

    /// Adds another cost.
    ///
    /// - Throws: `graph.overflow` if a sum does not fit 64 bits.
    public mutating func add(_ other: Cost) throws(GraphError) {
        macs = try Checked.add(macs, other.macs)
        otherFLOPs = try Checked.add(otherFLOPs, other.otherFLOPs)
        transcendentals = try Checked.add(transcendentals, other.transcendentals)
        bytesRead = try Checked.add(bytesRead, other.bytesRead)
        bytesWritten = try Checked.add(bytesWritten, other.bytesWritten)
        weightBytes = try Checked.add(weightBytes, other.weightBytes)
        parameters = try Checked.add(parameters, other.parameters)
    }
}
