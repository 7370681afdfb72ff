/// The functions of the shim, resolved together so that a missing one shows when it is opened.
///
/// `Native/torch/include/gnomon_torch.h` says what each does.
struct TorchFunctions: Sendable {
    typealias Handle = OpaquePointer
    typealias Text = UnsafePointer<CChar>

    typealias Number = @convention(c) () -> Int32
    typealias Say = @convention(c) () -> Text?
    typealias Configure = @convention(c) (Int32, Int32) -> Int32
    typealias TensorMake =
        @convention(c) (UnsafeRawPointer?, Int64, Int32, UnsafePointer<Int64>?, Int32) -> Handle?
    typealias TensorFull = @convention(c) (Double, Int32, UnsafePointer<Int64>?, Int32) -> Handle?
    typealias TensorConvert = @convention(c) (Handle, Int32) -> Handle?
    typealias Free = @convention(c) (Handle) -> Void
    typealias TensorNumber = @convention(c) (Handle) -> Int32
    typealias TensorSizes = @convention(c) (Handle, UnsafeMutablePointer<Int64>) -> Int32
    typealias TensorBytes = @convention(c) (Handle) -> Int64
    typealias TensorRead = @convention(c) (Handle, UnsafeMutableRawPointer?, Int64) -> Int32
    typealias ProgramMake = @convention(c) (Int32) -> Handle?
    typealias ProgramBind = @convention(c) (Handle, Int32, Handle) -> Int32
    typealias ProgramStep =
        @convention(c) (
            Handle, Text?, Int32, UnsafePointer<Int32>?, Int32, UnsafePointer<Int32>?, Int32,
            UnsafePointer<Int64>?, UnsafePointer<Int32>?, Int32, UnsafePointer<Double>?, Int32
        ) -> Int32
    typealias ProgramSeal = @convention(c) (Handle, UnsafePointer<Int32>?, Int32) -> Int32
    typealias ProgramRun = @convention(c) (Handle) -> Int32
    typealias ProgramTimes = @convention(c) (Handle, UnsafeMutablePointer<Int64>) -> Int32
    typealias ProgramViews = @convention(c) (Handle, UnsafeMutablePointer<UInt8>) -> Int32
    typealias ProgramValue = @convention(c) (Handle, Int32) -> Handle?
    typealias HasOperator = @convention(c) (Text?) -> Int32
    typealias TensorTo = @convention(c) (Handle, Text?) -> Handle?
    typealias TensorCopy = @convention(c) (Handle, Handle) -> Int32
    typealias TensorDetach = @convention(c) (Handle) -> Handle?
    typealias TensorRecord = @convention(c) (Handle, Int32) -> Int32
    typealias Record = @convention(c) (Int32) -> Int32
    typealias Handles = UnsafePointer<Handle?>
    typealias Made = UnsafeMutablePointer<Handle?>
    typealias Apply =
        @convention(c) (
            Text?, Handles?, Int32, Made?, Int32, UnsafePointer<Int64>?, UnsafePointer<Int32>?, Int32,
            UnsafePointer<Double>?, Int32
        ) -> Int32
    typealias Gradients = @convention(c) (Handle, Handles?, Int32, Int32, Made?) -> Int32
    typealias AdamW =
        @convention(c) (
            Handles?, Handles?, Handles?, Handles?, Int32, Int64, Double, Double, Double, Double, Double,
            Double
        ) -> Int32
    typealias Minimize =
        @convention(c) (
            Handle, Handles?, Handles?, Handles?, Int32, Int64, Double, Double, Double, Double, Double
        ) -> Int32
    typealias Descend = @convention(c) (Handles?, Handles?, Handles?, Int32, Double, Double, Double) -> Int32

    let abi: Number
    let lastError: Say
    let version: Say
    let configure: Configure
    let tensorMake: TensorMake
    let tensorFull: TensorFull
    let tensorConvert: TensorConvert
    let tensorFree: Free
    let tensorType: TensorNumber
    let tensorRank: TensorNumber
    let tensorSizes: TensorSizes
    let tensorBytes: TensorBytes
    let tensorRead: TensorRead
    let programMake: ProgramMake
    let programFree: Free
    let programBind: ProgramBind
    let programStep: ProgramStep
    let programSeal: ProgramSeal
    let programRun: ProgramRun
    let programTimes: ProgramTimes
    let programViews: ProgramViews
    let programValue: ProgramValue
    let programRelease: Free
    let hasOperator: HasOperator
    let hasDevice: HasOperator
    let tensorTo: TensorTo
    let tensorCopy: TensorCopy
    let tensorDetach: TensorDetach
    let tensorRecord: TensorRecord
    let record: Record
    let keepMemory: Number
    let apply: Apply
    let gradients: Gradients
    let adamW: AdamW
    let minimize: Minimize
    let descend: Descend

    init(_ library: NativeLibrary) throws(NativeError) {
        abi = try library.function("gnt_abi", as: Number.self)
        lastError = try library.function("gnt_last_error", as: Say.self)
        version = try library.function("gnt_version", as: Say.self)
        configure = try library.function("gnt_configure", as: Configure.self)
        tensorMake = try library.function("gnt_tensor_make", as: TensorMake.self)
        tensorFull = try library.function("gnt_tensor_full", as: TensorFull.self)
        tensorConvert = try library.function("gnt_tensor_convert", as: TensorConvert.self)
        tensorFree = try library.function("gnt_tensor_free", as: Free.self)
        tensorType = try library.function("gnt_tensor_type", as: TensorNumber.self)
        tensorRank = try library.function("gnt_tensor_rank", as: TensorNumber.self)
        tensorSizes = try library.function("gnt_tensor_sizes", as: TensorSizes.self)
        tensorBytes = try library.function("gnt_tensor_bytes", as: TensorBytes.self)
        tensorRead = try library.function("gnt_tensor_read", as: TensorRead.self)
        programMake = try library.function("gnt_program_make", as: ProgramMake.self)
        programFree = try library.function("gnt_program_free", as: Free.self)
        programBind = try library.function("gnt_program_bind", as: ProgramBind.self)
        programStep = try library.function("gnt_program_step", as: ProgramStep.self)
        programSeal = try library.function("gnt_program_seal", as: ProgramSeal.self)
        programRun = try library.function("gnt_program_run", as: ProgramRun.self)
        programTimes = try library.function("gnt_program_times", as: ProgramTimes.self)
        programViews = try library.function("gnt_program_views", as: ProgramViews.self)
        programValue = try library.function("gnt_program_value", as: ProgramValue.self)
        programRelease = try library.function("gnt_program_release", as: Free.self)
        hasOperator = try library.function("gnt_has_operator", as: HasOperator.self)
        hasDevice = try library.function("gnt_has_device", as: HasOperator.self)
        tensorTo = try library.function("gnt_tensor_to", as: TensorTo.self)
        tensorCopy = try library.function("gnt_tensor_copy", as: TensorCopy.self)
        tensorDetach = try library.function("gnt_tensor_detach", as: TensorDetach.self)
        tensorRecord = try library.function("gnt_tensor_record", as: TensorRecord.self)
        record = try library.function("gnt_record", as: Record.self)
        keepMemory = try library.function("gnt_keep_memory", as: Number.self)
        apply = try library.function("gnt_apply", as: Apply.self)
        gradients = try library.function("gnt_gradients", as: Gradients.self)
        adamW = try library.function("gnt_adamw", as: AdamW.self)
        minimize = try library.function("gnt_adamw_minimize", as: Minimize.self)
        descend = try library.function("gnt_descend", as: Descend.self)
    }
}
