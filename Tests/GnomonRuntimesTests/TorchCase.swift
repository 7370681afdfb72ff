import Foundation
import GnomonData
import GnomonGraph
import GnomonNative
import GnomonONNX
import GnomonRuntimes
import Testing

/// One operator with its operands, as a network of one node.
struct TorchCase: Sendable, CustomTestStringConvertible {
    /// Something the node reads.
    enum Operand: Sendable {
        /// Given at every run.
        case input([Int], ElementType)
        /// A made-up constant.
        case weight([Int])
        case integers([Int64])
        case scalar(Int64)
        case floats([Double])
        case number(Double)
        case values([Int64], ElementType)
        case table([Int64], [Int])
        case absent
    }

    var kind: OperatorKind
    var operands: [Operand]
    var attributes: Attributes
    var outputs: Int
    var note: String

    init(
        _ kind: OperatorKind, _ operands: [Operand], _ attributes: Attributes = [:],
        outputs: Int = 1, _ note: String = ""
    ) {
        self.kind = kind
        self.operands = operands
        self.attributes = attributes
        self.outputs = outputs
        self.note = note
    }

    init(_ kind: OperatorKind, _ operands: [Operand], _ note: String) {
        self.init(kind, operands, [:], note)
    }

    /// The same kind of input for all.
    init(_ kind: OperatorKind, x sizes: [Int], _ attributes: Attributes = [:]) {
        self.init(kind, [.input(sizes, .float32)], attributes)
    }

    var testDescription: String { "\(kind.rawValue) \(note)" }

    /// The prepared network.
    func network() throws -> Network {
        var network = Network(opset: 21)
        var slots: [TensorID?] = []
        func add(_ tensor: Tensor) -> TensorID {
            network.tensors.append(tensor)
            return TensorID(network.tensors.count - 1)
        }
        func constant(_ type: ElementType, _ sizes: [Int], _ payload: Payload) -> TensorID {
            add(
                Tensor(
                    name: "c\(network.tensors.count)", elementType: type, shape: Shape(sizes),
                    role: .constant, payload: payload))
        }
        for operand in operands {
            switch operand {
            case .input(let sizes, let type):
                let id = add(
                    Tensor(
                        name: "x\(network.tensors.count)", elementType: type, shape: Shape(sizes),
                        role: .input))
                network.inputs.append(id)
                slots.append(id)
            case .weight(let sizes): slots.append(constant(.float32, sizes, .absent))
            case .integers(let values): slots.append(constant(.int64, [values.count], .integers(values)))
            case .scalar(let value): slots.append(constant(.int64, [], .integers([value])))
            case .floats(let values): slots.append(constant(.float32, [values.count], .floats(values)))
            case .number(let value): slots.append(constant(.float32, [], .floats([value])))
            case .values(let values, let type):
                slots.append(constant(type, [values.count], .integers(values)))
            case .table(let values, let sizes):
                slots.append(constant(.int64, sizes, .integers(values)))
            case .absent: slots.append(nil)
            }
        }
        let node = NodeID(0)
        for index in 0..<outputs {
            network.outputs.append(add(Tensor(name: "y\(index)", producer: node)))
        }
        network.nodes = [
            Node(op: .known(kind), attributes: attributes, inputs: slots, outputs: network.outputs)
        ]
        return try network.prepared()
    }
}

/// Outputs of one network on two runtimes.
enum TorchComparison {
    /// Whether LibTorch is here.
    static let isReady = TorchLibrary.isReady()
    /// Whether both runtimes are.
    static let bothAreReady = isReady && NativeLocations.current.hasLibrary(.onnxRuntime)
    static let reason: Comment = "needs 'gnomon setup torch' and 'gnomon setup onnxruntime'"

    /// The outputs of a model on a platform.
    static func outputs(_ model: [UInt8], on name: String) throws -> [[UInt8]] {
        let platform = try Platform(named: name)
        let runtime = try RuntimeCatalog.runtime(named: platform.runtime)
        return try model.withUnsafeBytes { bytes in
            let session = try runtime.open(OpenRequest(model: bytes, platform: platform, seed: 3))
            try session.run()
            return try session.outputBytes()
        }
    }

    /// The largest difference of any output, as a share of the largest magnitude of that output.
    static func difference(
        _ network: Network, on name: String = "torch-cpu-1t", against other: String = "ort-cpu-1t-O1"
    ) throws -> Double {
        let model = try ONNXWriter.data(network, names: .ids, weights: .synthetic(seed: 5))
        let (ours, theirs) = (try outputs(model, on: name), try outputs(model, on: other))
        guard ours.count == theirs.count else { return .infinity }
        var worst = 0.0
        for (index, output) in network.outputs.enumerated() {
            let type = network[output].elementType
            worst = max(worst, difference(numbers(ours[index], type), numbers(theirs[index], type)))
        }
        return worst
    }

    static func difference(_ left: [Double], _ right: [Double]) -> Double {
        guard left.count == right.count else { return .infinity }
        let size = right.lazy.filter(\.isFinite).map(abs).max() ?? 0
        var worst = 0.0
        for (a, b) in zip(left, right) where a != b && !(a.isNaN && b.isNaN) {
            guard a.isFinite, b.isFinite else { return .infinity }
            worst = max(worst, abs(a - b) / max(size, 1e-6))
        }
        return worst
    }

    /// The values of packed bytes.
    static func numbers(_ bytes: [UInt8], _ type: ElementType) -> [Double] {
        func each<Value: BitwiseCopyable>(_ type: Value.Type, _ convert: (Value) -> Double) -> [Double] {
            bytes.withUnsafeBytes { buffer in
                let width = MemoryLayout<Value>.size
                return (0..<buffer.count / width).map {
                    convert(buffer.loadUnaligned(fromByteOffset: $0 * width, as: type))
                }
            }
        }
        switch type {
        case .float32: return each(Float.self) { Double($0) }
        case .float64: return each(Double.self) { $0 }
        case .int64: return each(Int64.self) { Double($0) }
        case .int32: return each(Int32.self) { Double($0) }
        case .int8: return each(Int8.self) { Double($0) }
        default: return bytes.map { Double($0) }
        }
    }
}
