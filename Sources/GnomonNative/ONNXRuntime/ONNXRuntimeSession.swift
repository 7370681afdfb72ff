import Foundation

/// A network opened by ONNX Runtime, with inputs bound to memory that stays where it is.
///
/// Not for use from two threads at once.
public final class ONNXRuntimeSession {
    typealias Run =
        @convention(c) (
            OpaquePointer, OpaquePointer?, UnsafePointer<UnsafePointer<CChar>?>,
            UnsafePointer<OpaquePointer?>, Int,
            UnsafePointer<UnsafePointer<CChar>?>, Int, UnsafeMutablePointer<OpaquePointer?>
        ) -> OpaquePointer?

    /// What the network reads.
    public private(set) var inputs: [ONNXRuntimeTensorInfo] = []
    /// What the network returns.
    public private(set) var outputs: [ONNXRuntimeTensorInfo] = []

    private let library: ONNXRuntimeLibrary
    private let session: OpaquePointer
    private let runFunction: Run
    private let releaseValue: ONNXRuntimeLibrary.Release
    private var bound: [ONNXRuntimeInput] = []
    // Everything the timed call passes lies ready in memory of its own: no array is touched between the clocks.
    private var names: [UnsafeMutablePointer<CChar>] = []
    private let inputNames: UnsafeMutablePointer<UnsafePointer<CChar>?>
    private let inputValues: UnsafeMutablePointer<OpaquePointer?>
    private let outputNames: UnsafeMutablePointer<UnsafePointer<CChar>?>
    private let outputValues: UnsafeMutablePointer<OpaquePointer?>
    private let inputCount: Int
    private let outputCount: Int

    /// Opens a model that lies in memory; the bytes may go afterwards.
    ///
    /// - Parameters:
    ///   - library: The library.
    ///   - model: The bytes of an ONNX file.
    ///   - options: How to open it.
    ///   - fill: Writes the values of one input; told the element type as numbered in ONNX.
    /// - Throws: `NativeError` (failed) with what the runtime says.
    public init(
        _ library: ONNXRuntimeLibrary, model: UnsafeRawBufferPointer, options: ONNXRuntimeOptions,
        fill: (UnsafeMutableRawBufferPointer, Int32) -> Void
    ) throws(NativeError) {
        typealias Create =
            @convention(c) (
                OpaquePointer, UnsafeRawPointer?, Int, OpaquePointer, UnsafeMutablePointer<OpaquePointer?>
            ) -> OpaquePointer?
        typealias Count = @convention(c) (OpaquePointer, UnsafeMutablePointer<Int>) -> OpaquePointer?
        guard let environment = OpaquePointer(bitPattern: library.environment) else {
            throw NativeError(.failed, "ONNX Runtime has no environment")
        }
        let settings = try options.make(in: library)
        defer { library.function(100, as: ONNXRuntimeLibrary.Release.self)(settings) }
        var created: OpaquePointer?
        try library.check(
            library.function(8, as: Create.self)(
                environment, model.baseAddress, model.count, settings, &created),
            "open the model")
        guard let created else { throw NativeError(.failed, "ONNX Runtime made no session") }
        self.library = library
        session = created
        runFunction = library.function(9, as: Run.self)
        releaseValue = library.function(96, as: ONNXRuntimeLibrary.Release.self)
        var counts = (inputs: 0, outputs: 0)
        var status = library.function(30, as: Count.self)(session, &counts.inputs)
        if status == nil { status = library.function(31, as: Count.self)(session, &counts.outputs) }
        inputCount = status == nil ? counts.inputs : 0
        outputCount = status == nil ? counts.outputs : 0
        inputNames = .allocate(capacity: max(1, inputCount))
        inputValues = .allocate(capacity: max(1, inputCount))
        outputNames = .allocate(capacity: max(1, outputCount))
        outputValues = .allocate(capacity: max(1, outputCount))
        inputNames.initialize(repeating: nil, count: max(1, inputCount))
        inputValues.initialize(repeating: nil, count: max(1, inputCount))
        outputNames.initialize(repeating: nil, count: max(1, outputCount))
        outputValues.initialize(repeating: nil, count: max(1, outputCount))
        try library.check(status, "count inputs and outputs")
        inputs = try describe(count: inputCount, nameSlot: 36, typeSlot: 33)
        outputs = try describe(count: outputCount, nameSlot: 37, typeSlot: 34)
        try bind(fill)
    }

    deinit {
        releaseOutputs()
        bound = []
        for name in names { free(name) }
        inputNames.deallocate()
        inputValues.deallocate()
        outputNames.deallocate()
        outputValues.deallocate()
        library.function(95, as: ONNXRuntimeLibrary.Release.self)(session)
    }

    /// Runs one inference.
    ///
    /// Call `releaseOutputs` afterwards, outside of any timing.
    ///
    /// - Throws: `NativeError` (failed) with what the runtime says.
    @inline(__always)
    public func run() throws(NativeError) {
        let status = runFunction(
            session, nil, inputNames, inputValues, inputCount, outputNames, outputCount, outputValues)
        if status != nil { try library.check(status, "run the model") }
    }

    /// Gives back the outputs of the last run.
    public func releaseOutputs() {
        for index in 0..<outputCount {
            guard let value = outputValues[index] else { continue }
            releaseValue(value)
            outputValues[index] = nil
        }
    }

    /// Hands the bytes of one output of the last run to a closure.
    ///
    /// - Throws: `NativeError` when there is no such output, or it is not a tensor of numbers.
    public func withOutput<Result>(
        _ index: Int, _ body: (UnsafeRawBufferPointer) -> Result
    ) throws(NativeError) -> Result {
        guard index >= 0, index < outputCount, let value = outputValues[index] else {
            throw NativeError(.failed, "output \(index) has no value")
        }
        typealias GetInfo =
            @convention(c) (OpaquePointer, UnsafeMutablePointer<OpaquePointer?>) -> OpaquePointer?
        typealias GetData =
            @convention(c) (OpaquePointer, UnsafeMutablePointer<UnsafeMutableRawPointer?>) -> OpaquePointer?
        var shape: OpaquePointer?
        try library.check(library.function(65, as: GetInfo.self)(value, &shape), "read an output's shape")
        defer { library.function(99, as: ONNXRuntimeLibrary.Release.self)(shape) }
        let info = try tensorInfo(name: outputs[index].name, shape)
        var data: UnsafeMutableRawPointer?
        try library.check(library.function(51, as: GetData.self)(value, &data), "read an output")
        guard let elements = info.elements, let width = info.elementBytes else {
            throw NativeError(.unsupported, "output '\(info.name)' is not a tensor of numbers")
        }
        return body(UnsafeRawBufferPointer(start: data, count: data == nil ? 0 : elements * width))
    }

    /// Ends profiling.
    ///
    /// Returns the path of the file with the events.
    ///
    /// - Throws: `NativeError` (failed) with what the runtime says.
    public func endProfiling() throws(NativeError) -> String {
        typealias End =
            @convention(c) (
                OpaquePointer, OpaquePointer, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
            ) -> OpaquePointer?
        let allocator = try defaultAllocator()
        var text: UnsafeMutablePointer<CChar>?
        try library.check(library.function(110, as: End.self)(session, allocator, &text), "end profiling")
        return try take(text, from: allocator)
    }

    // MARK: Opening

    private func describe(
        count: Int, nameSlot: Int, typeSlot: Int
    ) throws(NativeError) -> [ONNXRuntimeTensorInfo] {
        typealias GetName =
            @convention(c) (
                OpaquePointer, Int, OpaquePointer, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
            ) -> OpaquePointer?
        typealias GetType =
            @convention(c) (OpaquePointer, Int, UnsafeMutablePointer<OpaquePointer?>) -> OpaquePointer?
        typealias Cast =
            @convention(c) (OpaquePointer?, UnsafeMutablePointer<OpaquePointer?>) -> OpaquePointer?
        let allocator = try defaultAllocator()
        var infos: [ONNXRuntimeTensorInfo] = []
        for index in 0..<count {
            var text: UnsafeMutablePointer<CChar>?
            try library.check(
                library.function(nameSlot, as: GetName.self)(session, index, allocator, &text), "read a name")
            let name = try take(text, from: allocator)
            var type: OpaquePointer?
            try library.check(
                library.function(typeSlot, as: GetType.self)(session, index, &type), "read a type")
            defer { library.function(98, as: ONNXRuntimeLibrary.Release.self)(type) }
            var tensor: OpaquePointer?
            try library.check(
                library.function(55, as: Cast.self)(type, &tensor), "read the type of '\(name)'")
            infos.append(try tensorInfo(name: name, tensor))
        }
        return infos
    }

    private func tensorInfo(
        name: String, _ info: OpaquePointer?
    ) throws(NativeError) -> ONNXRuntimeTensorInfo {
        typealias GetNumber = @convention(c) (OpaquePointer, UnsafeMutablePointer<Int32>) -> OpaquePointer?
        typealias GetCount = @convention(c) (OpaquePointer, UnsafeMutablePointer<Int>) -> OpaquePointer?
        typealias GetSizes =
            @convention(c) (OpaquePointer, UnsafeMutablePointer<Int64>, Int) -> OpaquePointer?
        guard let info else { return ONNXRuntimeTensorInfo(name: name, elementType: 0, sizes: []) }
        var element: Int32 = 0
        var rank = 0
        try library.check(library.function(60, as: GetNumber.self)(info, &element), "read an element type")
        try library.check(library.function(61, as: GetCount.self)(info, &rank), "read a rank")
        var sizes = [Int64](repeating: 0, count: max(0, rank))
        if rank > 0 {
            try library.check(library.function(62, as: GetSizes.self)(info, &sizes, rank), "read a shape")
        }
        return ONNXRuntimeTensorInfo(name: name, elementType: element, sizes: sizes)
    }

    private func bind(_ fill: (UnsafeMutableRawBufferPointer, Int32) -> Void) throws(NativeError) {
        typealias CreateInfo =
            @convention(c) (Int32, Int32, UnsafeMutablePointer<OpaquePointer?>) -> OpaquePointer?
        var memoryInfo: OpaquePointer?
        try library.check(library.function(69, as: CreateInfo.self)(0, 0, &memoryInfo), "describe memory")
        defer { library.function(94, as: ONNXRuntimeLibrary.Release.self)(memoryInfo) }
        guard let memoryInfo else { throw NativeError(.failed, "ONNX Runtime described no memory") }
        for (index, info) in inputs.enumerated() {
            let input = try ONNXRuntimeInput(library: library, info: info, memoryInfo: memoryInfo, fill: fill)
            bound.append(input)
            inputValues[index] = input.value
            inputNames[index] = UnsafePointer(try keep(info.name))
        }
        for (index, info) in outputs.enumerated() { outputNames[index] = UnsafePointer(try keep(info.name)) }
    }

    private func keep(_ name: String) throws(NativeError) -> UnsafeMutablePointer<CChar> {
        guard let copy = strdup(name) else { throw NativeError(.failed, "out of memory") }
        names.append(copy)
        return copy
    }

    private func defaultAllocator() throws(NativeError) -> OpaquePointer {
        typealias Get = @convention(c) (UnsafeMutablePointer<OpaquePointer?>) -> OpaquePointer?
        var allocator: OpaquePointer?
        try library.check(library.function(78, as: Get.self)(&allocator), "find its allocator")
        guard let allocator else { throw NativeError(.failed, "ONNX Runtime has no allocator") }
        return allocator
    }

    private func take(
        _ text: UnsafeMutablePointer<CChar>?, from allocator: OpaquePointer
    ) throws(NativeError) -> String {
        typealias Free = @convention(c) (OpaquePointer, UnsafeMutableRawPointer?) -> OpaquePointer?
        guard let text else { return "" }
        let copy = String(cString: text)
        try library.check(library.function(76, as: Free.self)(allocator, text), "free a text")
        return copy
    }
}
