/// Operators applied one by one, and what is recorded of them.
extension TorchLibrary {
    /// Applies one operator of the table; absent inputs are nil, results that were not written are nil.
    ///
    /// - Throws: `NativeError` (failed) with the operator and why, such as shapes that do not fit.
    public func apply(
        _ name: String, _ inputs: [TorchTensor?], lists: [[Int]] = [], numbers: [Double] = [],
        outputs: Int = 1
    ) throws(NativeError) -> [TorchTensor?] {
        let handles = inputs.map { $0?.handle }
        let integers = lists.flatMap { $0.map { Int64($0) } }
        let lengths = lists.map { Int32(clamping: $0.count) }
        var made = [OpaquePointer?](repeating: nil, count: outputs)
        // The handles belong to the tensors, which must outlive the call.
        let status = withExtendedLifetime(inputs) {
            functions.apply(
                name, handles, Int32(clamping: handles.count), &made, Int32(clamping: outputs), integers,
                lengths, Int32(clamping: lengths.count), numbers, Int32(clamping: numbers.count))
        }
        try check(status, "apply an operator")
        return made.map { $0.map { TorchTensor(self, handle: $0) } }
    }

    /// The derivatives of a scalar in each input; nil where it does not depend on one.
    ///
    /// With `again` the derivatives can be differentiated themselves; with `keeping` what was recorded stays for
    /// another derivative.
    ///
    /// - Throws: `NativeError` (failed) where nothing was recorded, or an operator has no derivative.
    public func gradients(
        of scalar: TorchTensor, in inputs: [TorchTensor], again: Bool = false, keeping: Bool = false
    ) throws(NativeError) -> [TorchTensor?] {
        let handles = inputs.map { Optional($0.handle) }
        var made = [OpaquePointer?](repeating: nil, count: inputs.count)
        let status = withExtendedLifetime((scalar, inputs)) {
            functions.gradients(
                scalar.handle, handles, Int32(clamping: handles.count), again ? 1 : keeping ? 2 : 0, &made)
        }
        try check(status, "differentiate")
        return made.map { $0.map { TorchTensor(self, handle: $0) } }
    }

    /// Sets whether operators are recorded on this thread; returns what held before.
    public func record(_ on: Bool) -> Bool { functions.record(on ? 1 : 0) != 0 }

    /// Keeps freed memory in the process, which training asks for again and again; for the whole process.
    public func keepMemory() { _ = functions.keepMemory() }

    /// Whether a device such as `cpu` or `cuda:0` can be used.
    public func hasDevice(_ name: String) -> Bool { functions.hasDevice(name) != 0 }
}

extension TorchTensor {
    /// The same values on a device such as `cpu` or `cuda:0`.
    ///
    /// - Throws: `NativeError` (failed) where the device cannot be used.
    public func moved(to device: String) throws(NativeError) -> TorchTensor {
        TorchTensor(library, handle: try library.check(library.functions.tensorTo(handle, device), "move"))
    }

    /// Takes over the values of a tensor of the same shape.
    ///
    /// - Throws: `NativeError` (failed) where the shapes differ.
    public func copy(from other: TorchTensor) throws(NativeError) {
        try library.check(library.functions.tensorCopy(handle, other.handle), "copy a tensor")
    }

    /// The same memory without what was recorded.
    ///
    /// - Throws: `NativeError` (failed) with what LibTorch says.
    public func detached() throws(NativeError) -> TorchTensor {
        TorchTensor(library, handle: try library.check(library.functions.tensorDetach(handle), "detach"))
    }

    /// Sets whether operators on this tensor are recorded for derivatives.
    ///
    /// - Throws: `NativeError` (failed) for a tensor of integers.
    public func record(_ on: Bool) throws(NativeError) {
        try library.check(library.functions.tensorRecord(handle, on ? 1 : 0), "record a tensor")
    }
}
