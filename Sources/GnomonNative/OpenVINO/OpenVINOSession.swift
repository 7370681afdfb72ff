/// A network opened by OpenVINO on the processor, with inputs filled once.
///
/// Not for use from two threads at once.
public final class OpenVINOSession {
    /// How many inputs the network has.
    public let inputCount: Int
    /// How many outputs the network has.
    public let outputCount: Int

    private let library: OpenVINOLibrary
    // In the order of their making: the request must go before what it was made from.
    private let core: OpenVINOHandle
    private let compiled: OpenVINOHandle
    private let request: OpenVINOHandle
    private let infer: OpenVINOFunctions.Run

    /// Opens a model that lies in memory; the bytes may go afterwards.
    ///
    /// - Parameters:
    ///   - library: The library.
    ///   - model: The bytes of an ONNX file.
    ///   - options: How to open it.
    ///   - fill: Writes the values of one input; told the element type as numbered in ONNX.
    /// - Throws: `NativeError` (failed) with what the library says.
    public init(
        _ library: OpenVINOLibrary, model: UnsafeRawBufferPointer, options: OpenVINOOptions,
        fill: (UnsafeMutableRawBufferPointer, Int32) -> Void
    ) throws(NativeError) {
        let functions = library.functions
        self.library = library
        let core = try library.take("start", free: functions.freeCore) { functions.createCore($0) }
        let network = try library.take("read the model", free: functions.freeModel) {
            functions.readModel(core.pointer, model.baseAddress, model.count, nil, $0)
        }
        let compiled = try library.take("open the model", free: functions.freeCompiled) { made in
            options.withProperties { properties, count in
                functions.compile(core.pointer, network.pointer, "CPU", count, properties, made)
            }
        }
        request = try library.take("make a request", free: functions.freeRequest) {
            functions.createRequest(compiled.pointer, $0)
        }
        self.core = core
        self.compiled = compiled
        infer = functions.infer
        var counts = (inputs: 0, outputs: 0)
        try library.check(functions.inputCount(compiled.pointer, &counts.inputs), "count inputs")
        try library.check(functions.outputCount(compiled.pointer, &counts.outputs), "count outputs")
        inputCount = counts.inputs
        outputCount = counts.outputs
        for index in 0..<inputCount {
            let tensor = try library.take("find input \(index)", free: functions.freeTensor) {
                functions.inputTensor(request.pointer, index, $0)
            }
            var type: Int32 = 0
            try library.check(functions.tensorType(tensor.pointer, &type), "read the type of input \(index)")
            guard let element = Self.onnxType(type) else {
                throw NativeError(.unsupported, "input \(index) has OpenVINO's element type \(type)")
            }
            fill(UnsafeMutableRawBufferPointer(mutating: try bytes(of: tensor)), element)
        }
    }

    /// Runs one inference.
    ///
    /// - Throws: `NativeError` (failed) with what the library says.
    @inline(__always)
    public func run() throws(NativeError) {
        let status = infer(request.pointer)
        if status != 0 { try library.check(status, "run the model") }
    }

    /// Hands the bytes of one output of the last run to a closure.
    ///
    /// - Throws: `NativeError` when there is no such output.
    public func withOutput<Result>(
        _ index: Int, _ body: (UnsafeRawBufferPointer) -> Result
    ) throws(NativeError) -> Result {
        guard (0..<outputCount).contains(index) else {
            throw NativeError(.failed, "there is no output \(index)")
        }
        let functions = library.functions
        let tensor = try library.take("find output \(index)", free: functions.freeTensor) {
            functions.outputTensor(request.pointer, index, $0)
        }
        return body(try bytes(of: tensor))
    }

    /// The nodes in execution order, with their mean times since the model was opened; without profiling there are none.
    ///
    /// - Complexity: O(nodes).
    /// - Throws: `NativeError` (failed) with what the library says.
    public func profile() throws(NativeError) -> [OpenVINOProfileEntry] {
        let functions = library.functions
        var list = OpenVINOFunctions.ProfileList(rows: nil, count: 0)
        try library.check(functions.getProfile(request.pointer, &list), "read the profile")
        defer { functions.freeProfile(&list) }
        let rows = UnsafeBufferPointer(start: list.rows, count: list.rows == nil ? 0 : max(0, list.count))
        func text(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
        return rows.map { row in
            OpenVINOProfileEntry(
                name: text(row.nodeName), execution: text(row.execution), type: text(row.nodeType),
                microseconds: row.realMicroseconds)
        }
    }

    private func bytes(of tensor: OpenVINOHandle) throws(NativeError) -> UnsafeRawBufferPointer {
        var count = 0
        var data: UnsafeMutableRawPointer?
        try library.check(library.functions.tensorBytes(tensor.pointer, &count), "read the size of a tensor")
        try library.check(library.functions.tensorData(tensor.pointer, &data), "read a tensor")
        return UnsafeRawBufferPointer(start: data, count: data == nil ? 0 : max(0, count))
    }

    /// The number of an element type in ONNX.
    static func onnxType(_ type: Int32) -> Int32? {
        switch type {
        case 1: 9
        case 2: 16
        case 3: 10
        case 4: 1
        case 5: 11
        case 7: 3
        case 8: 5
        case 9: 6
        case 10: 7
        case 16: 2
        case 17: 4
        case 18: 12
        case 19: 13
        default: nil
        }
    }
}
