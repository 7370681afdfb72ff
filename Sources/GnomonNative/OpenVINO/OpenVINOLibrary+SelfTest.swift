extension OpenVINOLibrary {
    /// Runs a model of one `Add` built in memory and compares the numbers.
    ///
    /// - Throws: `NativeError` (failed) when the library fails or computes something else.
    public func selfTest() throws(NativeError) {
        let outcome: Result<Bool, NativeError> = ONNXRuntimeLibrary.selfTestModel.withUnsafeBytes { bytes in
            Result { () throws(NativeError) -> Bool in
                let session = try OpenVINOSession(self, model: bytes, options: OpenVINOOptions()) {
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
            throw NativeError(.failed, "OpenVINO added four numbers and got others")
        }
    }
}
