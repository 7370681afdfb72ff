/// A list of tensor operations that LibTorch runs in one call, without autograd.
///
/// Slots are bound, steps added, the program sealed; then it is run. Not for use from two threads at once.
public final class TorchProgram {
    private let library: TorchLibrary
    private let handle: OpaquePointer
    private let runFunction: TorchFunctions.ProgramRun
    private let timesFunction: TorchFunctions.ProgramTimes
    /// How many steps were added.
    public private(set) var stepCount = 0

    /// A program without steps over so many slots.
    ///
    /// - Throws: `NativeError` (failed) with what LibTorch says.
    public init(_ library: TorchLibrary, slots: Int) throws(NativeError) {
        self.library = library
        let made = library.functions.programMake(Int32(clamping: max(0, slots)))
        handle = try library.check(made, "make a program")
        runFunction = library.functions.programRun
        timesFunction = library.functions.programTimes
    }

    deinit { library.functions.programFree(handle) }

    /// Puts a tensor into a slot for good.
    ///
    /// - Throws: `NativeError` (failed) when there is no such slot.
    public func bind(_ tensor: TorchTensor, to slot: Int) throws(NativeError) {
        let status = library.functions.programBind(handle, Int32(clamping: slot), tensor.handle)
        try library.check(status, "bind slot \(slot)")
    }

    /// Adds a step.
    ///
    /// - Throws: `NativeError` (failed) when the shim has no such operator or the program no such slot.
    public func add(_ step: TorchStep) throws(NativeError) {
        let inputs = step.inputs.map { $0.map { Int32(clamping: $0) } ?? -1 }
        let outputs = step.outputs.map { $0.map { Int32(clamping: $0) } ?? -1 }
        let integers = step.lists.flatMap { $0.map { Int64($0) } }
        let lengths = step.lists.map { Int32(clamping: $0.count) }
        let status = library.functions.programStep(
            handle, step.name, step.runsOnce ? 1 : 0, inputs, Int32(inputs.count), outputs,
            Int32(outputs.count), integers, lengths, Int32(lengths.count), step.numbers,
            Int32(step.numbers.count))
        try library.check(status, "add the step '\(step.name)'")
        stepCount += 1
    }

    /// Ends the building: runs what runs once, and keeps the values of these slots after each run.
    ///
    /// - Throws: `NativeError` (failed) with the operator that failed and why.
    public func seal(keeping slots: [Int]) throws(NativeError) {
        let kept = slots.map { Int32(clamping: $0) }
        try library.check(
            library.functions.programSeal(handle, kept, Int32(kept.count)), "prepare the program")
    }

    /// Runs every step.
    ///
    /// - Throws: `NativeError` (failed) with the operator that failed and why.
    @inline(__always)
    public func run() throws(NativeError) {
        let status = runFunction(handle)
        if status != 0 { try library.check(status, "run the program") }
    }

    /// Runs every step and writes the nanoseconds of each into memory for `stepCount` numbers.
    ///
    /// - Throws: `NativeError` (failed) with the operator that failed and why.
    @inline(__always)
    public func run(nanoseconds: UnsafeMutablePointer<Int64>) throws(NativeError) {
        let status = timesFunction(handle, nanoseconds)
        if status != 0 { try library.check(status, "run the program") }
    }

    /// Runs every step and tells of each whether what it wrote is memory of what it read.
    ///
    /// - Throws: `NativeError` (failed) with the operator that failed and why.
    public func views() throws(NativeError) -> [Bool] {
        var views = [UInt8](repeating: 0, count: stepCount)
        try library.check(library.functions.programViews(handle, &views), "run the program")
        return views.map { $0 != 0 }
    }

    /// The tensor in a slot after a run.
    ///
    /// - Throws: `NativeError` (failed) when the slot is empty.
    public func value(_ slot: Int) throws(NativeError) -> TorchTensor {
        let made = library.functions.programValue(handle, Int32(clamping: slot))
        return TorchTensor(library, handle: try library.check(made, "read slot \(slot)"))
    }

    /// Gives back the results of the last run.
    public func release() { library.functions.programRelease(handle) }
}
