extension ONNXRuntimeLibrary {
    /// Runs a model of one `Add` built in memory and compares the numbers.
    ///
    /// - Throws: `NativeError` (failed) when the runtime fails or computes something else.
    public func selfTest() throws(NativeError) {
        let model = Self.selfTestModel
        let outcome: Result<Bool, NativeError> = model.withUnsafeBytes { bytes in
            Result { () throws(NativeError) -> Bool in
                let session = try ONNXRuntimeSession(self, model: bytes, options: ONNXRuntimeOptions()) {
                    memory, _ in
                    memory.copyBytes(from: [Float(1.5), -2, 3, 0.25].withUnsafeBytes(Array.init))
                }
                try session.run()
                return try session.withOutput(0) { bytes in
                    bytes.count == 16 && Array(bytes.bindMemory(to: Float.self)) == [3, -4, 6, 0.5]
                }
            }
        }
        guard try outcome.get() else {
            throw NativeError(.failed, "ONNX Runtime added four numbers and got others")
        }
    }

    /// A model with one node `y = Add(x, x)` over four floats, in the ONNX format.
    static var selfTestModel: [UInt8] {
        func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
            [number << 3 | 2, UInt8(bytes.count)] + bytes
        }
        func number(_ field: UInt8, _ value: UInt8) -> [UInt8] { [field << 3, value] }
        func value(_ name: String) -> [UInt8] {
            let shape = field(2, field(1, number(1, 4)))
            return field(1, Array(name.utf8)) + field(2, field(1, number(1, 1) + shape))
        }
        let node = field(1, [0x78]) + field(1, [0x78]) + field(2, [0x79]) + field(4, Array("Add".utf8))
        let graph = field(1, node) + field(2, Array("g".utf8)) + field(11, value("x")) + field(12, value("y"))
        return number(1, 8) + field(7, graph) + field(8, number(2, 17))
    }
}
