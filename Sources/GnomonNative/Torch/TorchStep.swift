/// One step of a program: an operator of the shim with the slots it reads and writes.
public struct TorchStep: Hashable, Sendable {
    /// The name of the operator in the shim's table.
    public var name: String
    /// The slots it reads; nil where an optional input is absent.
    public var inputs: [Int?]
    /// The slots it writes; nil where an output is not wanted.
    public var outputs: [Int?]
    /// Integer parameters, such as strides and axes; the operator says what each list means.
    public var lists: [[Int]]
    /// Numeric parameters.
    public var numbers: [Double]
    /// Whether it is run when the program is sealed, and never again.
    public var runsOnce: Bool

    /// A step.
    public init(
        _ name: String, inputs: [Int?], outputs: [Int?], lists: [[Int]] = [], numbers: [Double] = [],
        runsOnce: Bool = false
    ) {
        self.name = name
        self.inputs = inputs
        self.outputs = outputs
        self.lists = lists
        self.numbers = numbers
        self.runsOnce = runsOnce
    }
}
