import Testing

@testable import GnomonGraph

@Suite("A network that makes no sense")
struct InvalidNetworkTests {
    private func error(_ build: (inout NetworkBuilder) -> Void) -> GraphError? {
        var b = NetworkBuilder()
        build(&b)
        do {
            _ = try b.network.prepared()
            return nil
        } catch { return error }
    }

    private func error(
        _ kind: OperatorKind, shapes: [[Int]], _ attributes: Attributes = [:], outputs: Int = 1
    ) -> GraphError? {
        error { b in
            let x = b.input(shapes[0])
            let rest = shapes.dropFirst().map { b.weight($0) }
            for output in b.nodes(kind, [x] + rest, outputs: outputs, attributes) { b.output(output) }
        }
    }

    @Test("with two writers of one tensor names both")
    func twoWriters() {
        let found = error { b in
            let x = b.input([1])
            let y = b.node(.relu, [x], name: "first")
            b.network.nodes.append(Node(name: "second", op: .known(.relu), inputs: [x], outputs: [y]))
            b.output(y)
        }
        #expect(found?.code == .duplicateName)
        #expect(found?.description.contains("first") == true)
        #expect(found?.description.contains("second") == true)
    }

    @Test("with a circle prints at most ten of its nodes")
    func cycle() {
        let found = error { b in
            _ = b.input([1])
            let ids = (0..<30).map { b.tensor("t\($0)") }
            for index in 0..<30 {
                b.network.nodes.append(
                    Node(
                        name: "n\(index)", op: .known(.relu), inputs: [ids[index]],
                        outputs: [ids[(index + 1) % 30]]))
            }
            b.output(ids[0])
        }
        #expect(found?.code == .cycle)
        #expect(found?.message.split(separator: ">").count == 10)
        #expect(found?.message.contains("30 nodes") == true)
    }

    @Test("that reads what nothing defines is refused")
    func undefined() {
        let found = error { b in
            _ = b.input([1])
            let lost = b.tensor("lost")
            b.output(b.node(.relu, [lost]))
        }
        #expect(found?.code == .undefinedInput)
        #expect(found?.message.contains("lost") == true)
        let outside = error { b in
            b.output(b.node(.relu, [TensorID(77)]))
        }
        #expect(outside?.code == .undefinedInput)
    }

    @Test("without nodes, outputs or anything to run is refused")
    func nothing() {
        #expect(error { b in b.output(b.input([1])) }?.code == .nothingToRun)
        #expect(
            error { b in
                let x = b.input([1])
                _ = b.node(.relu, [x])
            }?.code == .nothingToRun)
        #expect(
            error { b in
                _ = b.input([1])
                let w = b.weight([4])
                b.output(b.node(.relu, [w]))
            }?.code == .nothingToRun)
        #expect(
            error { b in
                let x = b.input([1])
                b.output(b.node(.identity, [x]))
            }?.code == .nothingToRun)
    }

    @Test("with the wrong number of inputs is refused")
    func arity() {
        #expect(error(.relu, shapes: [[1], [1]])?.code == .arity)
        #expect(error(.conv, shapes: [[1, 3, 8, 8]])?.code == .arity)
        #expect(error(.relu, shapes: [[1]], outputs: 2)?.code == .arity)
        #expect(
            error { b in
                let x = b.input([1, 2])
                b.output(b.node(.gemm, [nil, x]))
            }?.code == .arity)
    }

    @Test("with an attribute of the wrong type or not finite is refused")
    func attributes() {
        #expect(error(.softmax, shapes: [[1, 2]], ["axis": .float(1)])?.code == .attribute)
        #expect(error(.leakyRelu, shapes: [[1]], ["alpha": .float(.nan)])?.code == .parameter)
        #expect(error(.elu, shapes: [[1]], ["alpha": .float(.infinity)])?.code == .parameter)
        #expect(error(.concat, shapes: [[1], [1]])?.code == .attribute)
        #expect(error(.cast, shapes: [[1]], ["to": .int(999)])?.code == .elementType)
    }

    @Test(
        "with a convolution that does not fit is refused",
        arguments: [
            ["strides": AttributeValue.ints([0, 1])], ["dilations": .ints([0, 1])], ["strides": .ints([1])],
            ["pads": .ints([-9, 0, 0, 0])], ["pads": .ints([1, 1])], ["group": .int(0)], ["group": .int(3)],
            ["kernel_shape": .ints([5, 5])], ["dilations": .ints([9, 9])], ["kernel_shape": .ints([3])],
            ["pads": .ints([Int64.max, Int64.max, 0, 0])], ["strides": .ints([-1, -1])],
        ])
    func convolution(attributes: Attributes) {
        let found = error(.conv, shapes: [[1, 4, 8, 8], [6, 4, 3, 3]], attributes)
        #expect(found?.code == .shape || found?.code == .overflow)
        #expect(found?.place.contains("Conv") == true)
    }

    @Test("with channels, matrices or operands that do not fit is refused")
    func shapes() {
        #expect(error(.conv, shapes: [[1, 4, 8, 8], [6, 3, 3, 3]])?.code == .shape)
        #expect(error(.conv, shapes: [[1, 4, 8, 8], [6, 4, 3]])?.code == .shape)
        #expect(error(.conv, shapes: [[1, 4, 8, 8], [6, 4, 3, 3], [5]])?.code == .shape)
        #expect(error(.matMul, shapes: [[2, 3], [4, 5]])?.code == .shape)
        #expect(error(.gemm, shapes: [[2, 3], [4, 5]])?.code == .shape)
        #expect(error(.add, shapes: [[2, 3], [2, 4]])?.code == .shape)
        #expect(error(.concat, shapes: [[2, 3], [2, 4]], ["axis": .int(0)])?.code == .shape)
        #expect(error(.concat, shapes: [[2, 3], [2]], ["axis": .int(0)])?.code == .shape)
        #expect(error(.softmax, shapes: [[2, 3]], ["axis": .int(2)])?.code == .shape)
        #expect(error(.transpose, shapes: [[2, 3]], ["perm": .ints([0, 0])])?.code == .shape)
        #expect(error(.split, shapes: [[5]], ["axis": .int(0)], outputs: 7)?.code == .shape)
        #expect(error(.batchNormalization, shapes: [[1, 4, 2], [4], [4], [4], [3]])?.code == .shape)
        #expect(error(.globalAveragePool, shapes: [[2, 3]])?.code == .shape)
    }

    @Test("with a reshape that loses elements, or two free axes, is refused")
    func reshape() {
        for values: [Int64] in [[5], [-1, -1], [4, -1], [-2, 3], [0, 0, 0]] {
            let found = error { b in
                let x = b.input([2, 3])
                let shape = b.integers(values)
                b.output(b.node(.reshape, [x, shape]))
            }
            #expect(found?.code == .shape, "\(values)")
        }
    }

    @Test("with sizes that no machine holds is refused, not trapped on")
    func overflow() {
        #expect(error(.relu, shapes: [[1 << 40, 1 << 40]])?.code == .overflow)
        #expect(error(.relu, shapes: [[Int.max]])?.code == .overflow)
        let found = error { b in
            let x = b.input([1 << 40])
            let repeats = b.integers([1 << 40])
            b.output(b.node(.tile, [x, repeats]))
        }
        #expect(found?.code == .overflow)
        #expect(error(.relu, shapes: [[2, -4]])?.code == .shape)
        #expect(error(.relu, shapes: [Array(repeating: 1, count: 17)])?.code == .shape)
    }

    @Test("with steps or scales of nothing is refused")
    func parameters() {
        let slice = error { b in
            let x = b.input([4])
            let zero = b.integers([0])
            b.output(b.node(.slice, [x, zero, b.integers([4]), zero, zero]))
        }
        #expect(slice?.code == .parameter)
        for scale in [0.0, -1, .nan, .infinity] {
            let resize = error { b in
                let x = b.input([1, 1, 4, 4])
                let scales = b.floats([1, 1, scale, scale])
                b.output(b.node(.resize, [x, nil, scales]))
            }
            #expect(resize?.code == .parameter)
        }
        let range = error { b in
            let x = b.input([], .int64)
            let zero = b.integers([0], sizes: [])
            b.output(b.node(.range, [zero, x, zero]))
        }
        #expect(range?.code == .parameter)
        #expect(error(.einsum, shapes: [[2, 2]], ["equation": .string("ij->ik")])?.code == .parameter)
        #expect(error(.einsum, shapes: [[2, 2]], ["equation": .string("i.j->")])?.code == .parameter)
        #expect(error(.einsum, shapes: [[2, 2]], ["equation": .string("ijk")])?.code == .shape)
        let top = error { b in
            let x = b.input([4])
            let k = b.integers([9])
            for y in b.nodes(.topK, [x, k], outputs: 2) { b.output(y) }
        }
        #expect(top?.code == .parameter)
    }

    @Test("with text where numbers are needed is refused")
    func text() {
        let found = error { b in
            let x = b.input([4], .string)
            b.output(b.node(.relu, [x]))
        }
        #expect(found?.code == .elementType)
    }

    @Test("shows names escaped and cut")
    func names() {
        #expect("a\u{1B}[31m".shown == "a\\u{1b}[31m")
        #expect(String(repeating: "x", count: 1 << 20).shown.count == 81)
        #expect("\u{202E}abc\0".shown == "\\u{202e}abc\\u{0}")
        let found = error { b in
            let x = b.input([1, 2], name: "x")
            b.output(b.node(.conv, [x, x], name: String(repeating: "\u{7}", count: 500)))
        }
        #expect(found?.place.count ?? 0 < 600)
        #expect(found?.place.contains("\u{7}") == false)
    }
}
