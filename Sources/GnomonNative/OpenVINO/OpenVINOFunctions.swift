/// The functions of OpenVINO that are used, resolved together so that a missing one shows when it is opened.
///
/// Facts from `openvino/c/`: every function returns 0, or a negative number with a text in
/// `ov_get_last_err_msg`; every object is opaque and has a function that frees it.
struct OpenVINOFunctions: Sendable {
    typealias Handle = UnsafeMutableRawPointer
    typealias Text = UnsafePointer<CChar>

    /// A property of the C interface: two C strings.
    struct Property {
        var key: Text?
        var value: UnsafeRawPointer?
    }

    /// A row of the profile, laid out as in C.
    struct ProfileRow {
        var status: Int32
        var realMicroseconds: Int64
        var cpuMicroseconds: Int64
        var nodeName: Text?
        var execution: Text?
        var nodeType: Text?
    }

    /// The list of rows, laid out as in C.
    struct ProfileList {
        var rows: UnsafeMutablePointer<ProfileRow>?
        var count: Int
    }

    /// The version, laid out as in C.
    struct Version {
        var build: Text?
        var description: Text?
    }

    typealias LastError = @convention(c) () -> Text?
    typealias GetVersion = @convention(c) (UnsafeMutableRawPointer) -> Int32
    typealias FreeVersion = @convention(c) (UnsafeMutableRawPointer) -> Void
    typealias Create = @convention(c) (UnsafeMutablePointer<Handle?>) -> Int32
    typealias Free = @convention(c) (Handle?) -> Void
    typealias ReadModel =
        @convention(c) (Handle, UnsafeRawPointer?, Int, Handle?, UnsafeMutablePointer<Handle?>) -> Int32
    typealias Compile =
        @convention(c) (
            Handle, Handle, Text?, Int, UnsafeRawPointer?, UnsafeMutablePointer<Handle?>
        ) -> Int32
    typealias Count = @convention(c) (Handle, UnsafeMutablePointer<Int>) -> Int32
    typealias Derive = @convention(c) (Handle, UnsafeMutablePointer<Handle?>) -> Int32
    typealias Pick = @convention(c) (Handle, Int, UnsafeMutablePointer<Handle?>) -> Int32
    typealias Run = @convention(c) (Handle) -> Int32
    typealias GetProfile = @convention(c) (Handle, UnsafeMutableRawPointer) -> Int32
    typealias FreeProfile = @convention(c) (UnsafeMutableRawPointer) -> Void
    typealias GetElementType = @convention(c) (Handle, UnsafeMutablePointer<Int32>) -> Int32

    let lastError: LastError
    let getVersion: GetVersion
    let freeVersion: FreeVersion
    let createCore: Create
    let freeCore: Free
    let readModel: ReadModel
    let freeModel: Free
    let compile: Compile
    let freeCompiled: Free
    let inputCount: Count
    let outputCount: Count
    let createRequest: Derive
    let freeRequest: Free
    let infer: Run
    let inputTensor: Pick
    let outputTensor: Pick
    let tensorData: Derive
    let tensorBytes: Count
    let tensorType: GetElementType
    let freeTensor: Free
    let getProfile: GetProfile
    let freeProfile: FreeProfile

    init(_ library: NativeLibrary) throws(NativeError) {
        lastError = try library.function("ov_get_last_err_msg", as: LastError.self)
        getVersion = try library.function("ov_get_openvino_version", as: GetVersion.self)
        freeVersion = try library.function("ov_version_free", as: FreeVersion.self)
        createCore = try library.function("ov_core_create", as: Create.self)
        freeCore = try library.function("ov_core_free", as: Free.self)
        readModel = try library.function("ov_core_read_model_from_memory_buffer", as: ReadModel.self)
        freeModel = try library.function("ov_model_free", as: Free.self)
        compile = try library.function("ov_core_compile_model_props", as: Compile.self)
        freeCompiled = try library.function("ov_compiled_model_free", as: Free.self)
        inputCount = try library.function("ov_compiled_model_inputs_size", as: Count.self)
        outputCount = try library.function("ov_compiled_model_outputs_size", as: Count.self)
        createRequest = try library.function("ov_compiled_model_create_infer_request", as: Derive.self)
        freeRequest = try library.function("ov_infer_request_free", as: Free.self)
        infer = try library.function("ov_infer_request_infer", as: Run.self)
        inputTensor = try library.function("ov_infer_request_get_input_tensor_by_index", as: Pick.self)
        outputTensor = try library.function("ov_infer_request_get_output_tensor_by_index", as: Pick.self)
        tensorData = try library.function("ov_tensor_data", as: Derive.self)
        tensorBytes = try library.function("ov_tensor_get_byte_size", as: Count.self)
        tensorType = try library.function("ov_tensor_get_element_type", as: GetElementType.self)
        freeTensor = try library.function("ov_tensor_free", as: Free.self)
        getProfile = try library.function("ov_infer_request_get_profiling_info", as: GetProfile.self)
        freeProfile = try library.function("ov_profiling_info_list_free", as: FreeProfile.self)
    }
}
