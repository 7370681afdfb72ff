import GnomonStatistics
import Testing

@testable import GnomonGraph

/// Random nodes with random operands and attributes: whatever comes, there is an answer or an error.
@Suite("A hostile network")
struct HostileNetworkTests {
    private static let sizes = [0, 1, 1, 2, 3, 4, 8, 17, 1 << 20, 1 << 40, Int.max, -1, -4]
    private static let numbers: [Int64] = [
        0, 1, -1, 2, 3, -2, 4, 7, 1 << 31, 1 << 62, Int64.max, Int64.min, Int64.min + 1, -(1 << 40),
    ]
    private static let types: [ElementType] = [
        .float32, .float32, .float32, .int64, .int32, .bool, .float16, .uint8, .int4, .string, .undefined,
    ]
    private static let texts = [
        "", "NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID", "bidirectional", "linear", "cubic", "nearest",
        "add",
        "ij,jk->ik", "...", "a,b,c->", "->", "ii->i", "not_larger",
    ]

    private func pick<Value>(_ values: [Value], _ generator: inout SeededGenerator) -> Value {
        values[Int.random(in: 0..<values.count, using: &generator)]
    }

    private func shape(_ generator: inout SeededGenerator) -> [Int] {
        let pool = Int.random(in: 0..<4, using: &generator) == 0 ? Self.sizes : Array(Self.sizes[1..<8])
        return (0..<pick([0, 1, 2, 3, 4, 4, 5, 17], &generator)).map { _ in pick(pool, &generator) }
    }

    private func value(_ kind: AttributeRule.Kind, _ generator: inout SeededGenerator) -> AttributeValue {
        let count = pick([0, 1, 2, 2, 4, 4, 6, 8], &generator)
        let small = Bool.random(using: &generator)
        let pool = small ? Array(Self.numbers[..<8]) : Self.numbers
        switch kind {
        case .int: return .int(pick(pool, &generator))
        case .float: return .float(pick([0, 1, -1, .nan, .infinity, 1e38], &generator))
        case .string: return .string(pick(Self.texts, &generator))
        case .ints: return .ints((0..<count).map { _ in pick(pool, &generator) })
        case .floats: return .floats((0..<count).map { _ in pick([0, 1, -1, .nan, 1e38], &generator) })
        case .strings: return .strings([pick(Self.texts, &generator)])
        case .tensor:
            return .tensor(
                ConstantTensor(elementType: .int64, sizes: [1], payload: .integers([pick(pool, &generator)])))
        }
    }

    private func operand(_ b: inout NetworkBuilder, _ generator: inout SeededGenerator) -> TensorID? {
        let count = Int.random(in: 0..<6, using: &generator)
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: return nil
        case 1: return b.weight(shape(&generator), pick(Self.types, &generator))
        case 2, 3:
            let pool = Bool.random(using: &generator) ? Self.numbers : Array(Self.numbers[..<8])
            return b.integers((0..<count).map { _ in pick(pool, &generator) })
        case 4:
            return b.integers(
                [pick(Self.numbers, &generator)], sizes: [], pick([.int64, .int32, .bool], &generator))
        case 5:
            return b.floats(
                (0..<count).map { _ in pick([0, 1, 2, -1, 0.5, .nan, .infinity, 1e300], &generator) })
        case 6:
            return b.tensor(
                "f", .float32, Shape(shape(&generator)), role: .constant,
                payload: .fill(pick([0, 1, .nan], &generator)))
        default:
            return b.input(
                shape(&generator), pick(Self.types, &generator), name: "i\(b.network.tensors.count)")
        }
    }

    private func network(_ kind: OperatorKind, _ generator: inout SeededGenerator) -> Network {
        let definition = OperatorCatalog.definition(of: kind)
        var b = NetworkBuilder(opset: pick([7, 9, 10, 11, 13, 18, 21], &generator))
        let x = b.input([1, 2], name: "x")
        b.output(b.node(.relu, [x]))
        let most = min(definition.inputs.upperBound, definition.inputs.lowerBound + 3)
        let count = Int.random(in: definition.inputs.lowerBound...most, using: &generator)
        let inputs = (0..<count).map { _ in operand(&b, &generator) }
        var attributes: Attributes = [:]
        for rule in definition.attributes + definition.legacy where Bool.random(using: &generator) {
            attributes[rule.name] = value(rule.kind, &generator)
        }
        let results = min(definition.outputs.upperBound, Int.random(in: 1...3, using: &generator))
        for output in b.nodes(kind, inputs, outputs: results, attributes) { b.output(output) }
        return b.network
    }

    @Test("gives an answer or an error, never a trap", arguments: OperatorKind.allCases)
    func noTrap(kind: OperatorKind) throws {
        var generator = SeededGenerator(seed: UInt64(kind.ordinal) + 1)
        for _ in 0..<100 {
            let network = network(kind, &generator)
            do {
                let prepared = try network.prepared(
                    BindingOptions(allowUnbound: Bool.random(using: &generator)))
                _ = prepared.canonicalHash()
                for index in prepared.nodes.indices {
                    _ = ConvolutionParameters(prepared.nodes[index], in: prepared)
                    _ = PoolingParameters(prepared.nodes[index], in: prepared)
                    _ = MatrixParameters(prepared.nodes[index], in: prepared)
                }
                _ = try prepared.totalCost()
                _ = try prepared.peakActivationBytes()
            } catch {
                #expect(error.code.rawValue.hasPrefix("graph."))
                #expect(!error.message.isEmpty)
            }
        }
    }

    /// A valid network with the operators whose operands must fit each other.
    private func valid() -> Network {
        var b = NetworkBuilder()
        let x = b.input([2, 4, 9, 10])
        var y = b.batchNorm(b.conv(x, 4, 8, kernel: 3, stride: 2, group: 2, bias: true), 8)
        y = b.node(.convTranspose, [y, b.weight([8, 4, 2, 2])], ["strides": .ints([2, 2])])
        y = b.node(.maxPool, [y], ["kernel_shape": .ints([2, 2]), "ceil_mode": .int(1)])
        y = b.node(.averagePool, [y], ["kernel_shape": .ints([3, 3]), "auto_pad": .string("SAME_UPPER")])
        y = b.node(.groupNormalization, [y, b.weight([4]), b.weight([4])], ["num_groups": .int(2)])
        y = b.node(.pad, [y, b.integers([0, 0, 1, 1, 0, 0, 1, 1])])
        y = b.node(.slice, [y, b.integers([1]), b.integers([-1]), b.integers([2])])
        y = b.node(.resize, [y, nil, b.floats([1, 1, 2, 2])], ["mode": .string("linear")])
        let parts = b.nodes(.split, [y, b.integers([1, 3])], outputs: 2, ["axis": .int(1)])
        y = b.node(.concat, parts, ["axis": .int(1)])
        y = b.node(.reduceMean, [y, b.integers([2])], ["keepdims": .int(0)])
        y = b.node(.transpose, [y], ["perm": .ints([2, 0, 1])])
        y =
            b.nodes(
                .gru, [y, b.weight([1, 15, 4]), b.weight([1, 15, 5])], outputs: 2, ["hidden_size": .int(5)])[
                0]
        y = b.node(.reshape, [y, b.integers([-1, 5])])
        y = b.node(.gather, [y, b.integers([0, 1, 2])], ["axis": .int(0)])
        y = b.node(.tile, [b.node(.expand, [y, b.integers([3, 5])]), b.integers([2, 1])])
        b.output(b.linear(b.nodes(.topK, [y, b.integers([2])], outputs: 2)[0], 2, 3))
        return b.network
    }

    /// Changes one thing.
    private func mutate(_ network: inout Network, _ generator: inout SeededGenerator) {
        let index = Int.random(in: 0..<network.nodes.count, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0:
            guard let kind = network.nodes[index].op.kind else { return }
            let rules = OperatorCatalog.definition(of: kind).attributes
            guard !rules.isEmpty else { return }
            let rule = pick(rules, &generator)
            network.nodes[index].attributes[rule.name] = value(rule.kind, &generator)
        case 1:
            let tensor = Int.random(in: 0..<network.tensors.count, using: &generator)
            guard var shape = network.tensors[tensor].shape, shape.rank > 0 else { return }
            shape.dims[Int.random(in: 0..<shape.rank, using: &generator)] = .known(
                pick(Self.sizes, &generator))
            network.tensors[tensor].shape = shape
        case 2:
            let tensor = Int.random(in: 0..<network.tensors.count, using: &generator)
            guard case .integers(var values)? = network.tensors[tensor].payload, !values.isEmpty else {
                return
            }
            values[Int.random(in: 0..<values.count, using: &generator)] = pick(Self.numbers, &generator)
            network.tensors[tensor].payload = .integers(values)
        case 3:
            guard !network.nodes[index].inputs.isEmpty else { return }
            let slot = Int.random(in: 0..<network.nodes[index].inputs.count, using: &generator)
            let tensor = TensorID(Int.random(in: 0..<network.tensors.count, using: &generator))
            network.nodes[index].inputs[slot] = Int.random(in: 0..<4, using: &generator) == 0 ? nil : tensor
        default:
            network.nodes[index].op = .known(pick(OperatorKind.allCases, &generator))
        }
    }

    @Test("that is a good one with a few things changed gives an answer or an error, never a trap")
    func mutations() throws {
        #expect(try valid().prepared().outputShape() == Shape([6, 3]))
        var generator = SeededGenerator(seed: 99)
        var answers = 0
        for _ in 0..<500 {
            var network = valid()
            for _ in 0..<Int.random(in: 1...3, using: &generator) { mutate(&network, &generator) }
            do {
                let prepared = try network.prepared(BindingOptions(allowUnbound: true))
                answers += 1
                #expect(try prepared.prepared(BindingOptions(allowUnbound: true)) == prepared)
                _ = prepared.canonicalHash()
                _ = try prepared.totalCost()
                _ = try prepared.peakActivationBytes()
            } catch {
                #expect(error.code.rawValue.hasPrefix("graph."))
            }
        }
        #expect(answers > 100)
    }
}
