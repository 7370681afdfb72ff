import GnomonGraph
import GnomonNative

/// Turns a prepared network into a program of tensor operations: one step a node, in the order of the nodes.
///
/// Slot `i` of the program is tensor `i` of the network; what a rule adds lies behind them.
struct TorchLowering {
    let network: Network
    /// The bytes of the model, for the weights.
    private let model: UnsafeRawBufferPointer
    /// The steps so far.
    private(set) var steps: [TorchStep] = []
    /// The node each step belongs to.
    private(set) var owners: [Int] = []
    /// Integers that rules bound to slots of their own.
    private(set) var extras: [(slot: Int, values: [Int])] = []
    private(set) var slotCount: Int
    /// Whether a slot holds the same at every run.
    private var isFixed: [Bool]
    private var current = 0

    /// Translates all that is run.
    ///
    /// - Throws: `RuntimeError` (refused) that names the first operator there is no rule for.
    init(_ network: Network, model: UnsafeRawBufferPointer) throws(RuntimeError) {
        self.network = network
        self.model = model
        slotCount = network.tensors.count
        isFixed = network.tensors.map { $0.role == .constant }
        let wanted = Self.wanted(in: network)
        for (index, node) in network.nodes.enumerated() where wanted[index] {
            current = index
            try lower(node)
        }
    }

    /// The nodes that are steps: live ones, removed ones whose result is not in the file, and other names of
    /// tensors that are outputs.
    private static func wanted(in network: Network) -> [Bool] {
        var wanted = [Bool](repeating: false, count: network.nodes.count)
        var isRead = [Bool](repeating: false, count: network.tensors.count)
        for output in network.outputs { isRead[output.index] = true }
        for (index, node) in network.nodes.enumerated().reversed() {
            let isMissing = node.outputs.contains { output in
                guard let output, isRead[output.index] else { return false }
                return !TorchConstants.isStored(network[output])
            }
            guard node.state == .live || (node.state == .removed && isMissing) else { continue }
            wanted[index] = true
            for case let input? in node.inputs { isRead[input.index] = true }
        }
        return wanted
    }

    private mutating func lower(_ node: Node) throws(RuntimeError) {
        guard let kind = node.op.kind, let rule = TorchOperators.table[kind] else {
            throw RuntimeError(
                .refused, "LibTorch has no program for operator \(node.op.typeName) (node '\(node.name)')")
        }
        try rule(&self, node)
    }

    // MARK: Steps

    /// Adds a step of the node being lowered: all inputs and outputs of the node, unless others are given.
    mutating func emit(
        _ name: String, _ node: Node, inputs: [Int?]? = nil, outputs: [Int?]? = nil, lists: [[Int]] = [],
        numbers: [Double] = []
    ) {
        var read = inputs ?? node.inputs.map { $0?.index }
        while let last = read.last, last == nil { read.removeLast() }
        let written = outputs ?? node.outputs.map { $0?.index }
        // What depends on constants alone is computed when the network is opened.
        let isFixedResult = read.allSatisfy { slot in slot.map { isFixed[$0] } ?? true }
        for case let slot? in written where isFixedResult { isFixed[slot] = true }
        steps.append(
            TorchStep(
                name, inputs: read, outputs: written, lists: lists, numbers: numbers, runsOnce: isFixedResult)
        )
        owners.append(current)
    }

    /// A slot of one's own.
    mutating func newSlot() -> Int {
        slotCount += 1
        isFixed.append(false)
        return slotCount - 1
    }

    /// A slot that holds these integers.
    mutating func bind(_ values: [Int]) -> Int {
        let slot = newSlot()
        isFixed[slot] = true
        extras.append((slot, values))
        return slot
    }

    // MARK: What is known

    /// A refusal of the node, with the reason.
    func refusal(_ node: Node, _ reason: String) -> RuntimeError {
        RuntimeError(.refused, "LibTorch: node '\(node.name)' (\(node.op.typeName)): \(reason)")
    }

    /// The sizes of a tensor, all of which have to be known.
    func sizes(_ id: TensorID?, of node: Node) throws(RuntimeError) -> [Int] {
        guard let id, let shape = network[id].shape else { throw refusal(node, "a shape is not known") }
        var sizes: [Int] = []
        for dim in shape.dims {
            guard case .known(let size) = dim else { throw refusal(node, "a size depends on data") }
            sizes.append(size)
        }
        return sizes
    }

    /// The sizes of the first input.
    func inputSizes(_ node: Node) throws(RuntimeError) -> [Int] { try sizes(node.input(0), of: node) }

    /// The sizes of the first output.
    func outputSizes(_ node: Node) throws(RuntimeError) -> [Int] { try sizes(node.output(0), of: node) }

    /// An axis counted from the start.
    func axis(
        _ node: Node, _ name: String = "axis", rank: Int, standard: Int = 0
    ) throws(RuntimeError) -> Int {
        try axis(node.int(name) ?? standard, rank: rank, of: node)
    }

    func axis(_ given: Int, rank: Int, of node: Node) throws(RuntimeError) -> Int {
        let axis = given < 0 ? given + rank : given
        guard axis >= 0, axis < rank else { throw refusal(node, "axis \(given) of \(rank)") }
        return axis
    }

    /// The integers of a constant input; nil where they are not known.
    func integers(_ id: TensorID?) -> [Int]? {
        guard let numbers = numbers(id) else { return nil }
        var integers: [Int] = []
        for number in numbers {
            // "To the end" is written as the largest integer, which no Double holds.
            guard let integer = Int(exactly: number) ?? (number == 0x1p63 ? Int.max : nil) else { return nil }
            integers.append(integer)
        }
        return integers
    }

    /// The numbers of a constant input; nil where they are not known.
    func numbers(_ id: TensorID?) -> [Double]? {
        guard let id, network[id].role == .constant else { return nil }
        return TorchConstants.numbers(network[id], in: model)
    }

    /// The integers of an input that has to be constant.
    func required(_ id: TensorID?, of node: Node, _ what: String) throws(RuntimeError) -> [Int] {
        guard let values = integers(id) else { throw refusal(node, "\(what) depend on data") }
        return values
    }

    /// The element type of a tensor as ONNX numbers it.
    func type(_ id: TensorID?) -> Int { id.map { Int(network[$0].elementType.rawValue) } ?? 0 }
}
