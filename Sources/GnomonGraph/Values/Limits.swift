/// The bounds a network must keep, so that a hostile file costs an error and nothing else.
public enum Limits {
    /// Elements of one tensor.
    public static let elements = 1 << 48
    /// Axes of one tensor.
    public static let rank = 16
    /// Nodes of a network, bodies and inlined functions included.
    public static let nodes = 2_000_000
    /// Nesting of control-flow bodies.
    public static let bodyDepth = 24
    /// Trips of one loop; more are taken for a loop without a bound.
    public static let trips = 1 << 30
    /// Errors of one network that are collected.
    public static let errors = 20
    /// Elements of one tensor whose values are folded.
    public static let foldedElements = 65_536
    /// Elements of all folded values of a network together.
    public static let foldedTotal = 1 << 20
    /// Bytes kept of a name.
    public static let nameBytes = 4096
}
