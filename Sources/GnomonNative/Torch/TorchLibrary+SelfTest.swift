extension TorchLibrary {
    /// Multiplies two matrices and compares the numbers.
    ///
    /// - Throws: `NativeError` (failed) when LibTorch fails or computes something else.
    public func selfTest() throws(NativeError) {
        let left = try Self.tensor(self, [1, 2, 3, 4])
        let right = try Self.tensor(self, [0.5, -1, 2, 0])
        let program = try TorchProgram(self, slots: 3)
        try program.bind(left, to: 0)
        try program.bind(right, to: 1)
        try program.add(TorchStep("matmul", inputs: [0, 1], outputs: [2]))
        try program.seal(keeping: [2])
        try program.run()
        let numbers = try program.value(2).bytes().withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
        guard numbers == [4.5, -1, 9.5, -3] else {
            throw NativeError(.failed, "LibTorch multiplied two matrices and got \(numbers)")
        }
    }

    private static func tensor(
        _ library: TorchLibrary, _ values: [Float]
    ) throws(NativeError) -> TorchTensor {
        let made: Result<TorchTensor, NativeError> = values.withUnsafeBytes { bytes in
            Result { () throws(NativeError) in
                try TorchTensor(library, bytes: bytes, elementType: 1, sizes: [2, 2])
            }
        }
        return try made.get()
    }
}
