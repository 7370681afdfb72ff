/// The functions of LightGBM that are used, resolved together so that a missing one shows when it is opened.
///
/// Facts from `include/LightGBM/c_api.h`: every function returns 0, or −1 with a text in `LGBM_GetLastError`.
struct LightGBMFunctions: Sendable {
    typealias Handle = UnsafeMutableRawPointer
    typealias Text = UnsafePointer<CChar>

    typealias LastError = @convention(c) () -> Text?
    typealias DatasetFromMatrix =
        @convention(c) (
            UnsafeRawPointer?, Int32, Int32, Int32, Int32, Text?, Handle?, UnsafeMutablePointer<Handle?>
        ) -> Int32
    typealias DatasetSetField = @convention(c) (Handle, Text?, UnsafeRawPointer?, Int32, Int32) -> Int32
    typealias Free = @convention(c) (Handle) -> Int32
    typealias BoosterCreate = @convention(c) (Handle, Text?, UnsafeMutablePointer<Handle?>) -> Int32
    typealias BoosterAddValid = @convention(c) (Handle, Handle) -> Int32
    typealias BoosterUpdate = @convention(c) (Handle, UnsafeMutablePointer<Int32>) -> Int32
    typealias BoosterCount = @convention(c) (Handle, UnsafeMutablePointer<Int32>) -> Int32
    typealias BoosterEval =
        @convention(c) (
            Handle, Int32, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Double>
        ) -> Int32
    typealias BoosterSave =
        @convention(c) (
            Handle, Int32, Int32, Int32, Int64, UnsafeMutablePointer<Int64>, UnsafeMutablePointer<CChar>?
        ) -> Int32
    typealias BoosterPredict =
        @convention(c) (
            Handle, UnsafeRawPointer?, Int32, Int32, Int32, Int32, Int32, Int32, Int32, Text?,
            UnsafeMutablePointer<Int64>, UnsafeMutablePointer<Double>?
        ) -> Int32

    let lastError: LastError
    let datasetFromMatrix: DatasetFromMatrix
    let datasetSetField: DatasetSetField
    let datasetFree: Free
    let boosterCreate: BoosterCreate
    let boosterAddValid: BoosterAddValid
    let boosterUpdate: BoosterUpdate
    let boosterEvalCount: BoosterCount
    let boosterEval: BoosterEval
    let boosterSave: BoosterSave
    let boosterPredict: BoosterPredict
    let boosterFree: Free

    init(_ library: NativeLibrary) throws(NativeError) {
        lastError = try library.function("LGBM_GetLastError", as: LastError.self)
        datasetFromMatrix = try library.function("LGBM_DatasetCreateFromMat", as: DatasetFromMatrix.self)
        datasetSetField = try library.function("LGBM_DatasetSetField", as: DatasetSetField.self)
        datasetFree = try library.function("LGBM_DatasetFree", as: Free.self)
        boosterCreate = try library.function("LGBM_BoosterCreate", as: BoosterCreate.self)
        boosterAddValid = try library.function("LGBM_BoosterAddValidData", as: BoosterAddValid.self)
        boosterUpdate = try library.function("LGBM_BoosterUpdateOneIter", as: BoosterUpdate.self)
        boosterEvalCount = try library.function("LGBM_BoosterGetEvalCounts", as: BoosterCount.self)
        boosterEval = try library.function("LGBM_BoosterGetEval", as: BoosterEval.self)
        boosterSave = try library.function("LGBM_BoosterSaveModelToString", as: BoosterSave.self)
        boosterPredict = try library.function("LGBM_BoosterPredictForMat", as: BoosterPredict.self)
        boosterFree = try library.function("LGBM_BoosterFree", as: Free.self)
    }
}
