import Foundation

/// An ensemble of trees that LightGBM grows one by one.
///
/// Not for use from two threads at once.
public final class LightGBMBooster {
    private let lightGBM: LightGBM
    private let handle: UnsafeMutableRawPointer
    private let columns: Int
    // The library keeps pointers into the data sets.
    private let training: LightGBMDataset
    private let validation: LightGBMDataset?

    /// A booster on training data, and on validation data whose loss `validationLoss` tells.
    ///
    /// - Throws: `NativeError` when the library refuses the parameters.
    public init(
        training: LightGBMDataset, validation: LightGBMDataset? = nil, columns: Int, parameters: String
    ) throws(NativeError) {
        lightGBM = training.lightGBM
        self.training = training
        self.validation = validation
        self.columns = columns
        var made: UnsafeMutableRawPointer?
        let status = lightGBM.functions.boosterCreate(training.handle, parameters, &made)
        try lightGBM.check(status, "start training with '\(parameters)'")
        guard let made else { throw NativeError(.failed, "LightGBM made no booster") }
        handle = made
        if let validation {
            try lightGBM.check(
                lightGBM.functions.boosterAddValid(handle, validation.handle), "add validation data")
        }
    }

    /// Grows one more tree; false when no split was worth making, and training is over.
    public func grow() throws(NativeError) -> Bool {
        var finished: Int32 = 0
        try lightGBM.check(lightGBM.functions.boosterUpdate(handle, &finished), "grow a tree")
        return finished == 0
    }

    /// The first metric on the validation data after the trees grown so far; nil without validation data.
    public func validationLoss() throws(NativeError) -> Double? {
        guard validation != nil else { return nil }
        var metrics: Int32 = 0
        try lightGBM.check(lightGBM.functions.boosterEvalCount(handle, &metrics), "count metrics")
        guard metrics > 0 else { return nil }
        var losses = [Double](repeating: 0, count: Int(metrics))
        var filled: Int32 = 0
        let status = lightGBM.functions.boosterEval(handle, 1, &filled, &losses)
        try lightGBM.check(status, "evaluate the validation data")
        return filled > 0 ? losses[0] : nil
    }

    /// The model as text: the trees only, without the block of training parameters.
    ///
    /// What is cut off holds the number of threads, which has no influence on the trees.
    /// `iterations` keeps only the first trees; nil keeps all.
    public func modelText(iterations: Int? = nil) throws(NativeError) -> String {
        let kept: Int32
        if let iterations { kept = try LightGBM.int32(iterations, "iterations") } else { kept = -1 }
        var needed: Int64 = 0
        try lightGBM.check(
            lightGBM.functions.boosterSave(handle, 0, kept, 0, 0, &needed, nil), "measure the model text")
        var buffer = [CChar](repeating: 0, count: max(1, Int(needed)))
        try lightGBM.check(
            lightGBM.functions.boosterSave(handle, 0, kept, 0, Int64(buffer.count), &needed, &buffer),
            "write the model text")
        let bytes = buffer.prefix(while: { $0 != 0 }).map { UInt8(bitPattern: $0) }
        let text = String(decoding: bytes, as: UTF8.self)
        let end = "end of trees\n"
        guard let range = text.range(of: end) else { return text }
        return String(text[..<range.upperBound])
    }

    /// The library's own predictions, for comparison; `features` is row-major.
    public func predict(features: [Double], rows: Int) throws(NativeError) -> [Double] {
        let (cells, overflow) = rows.multipliedReportingOverflow(by: columns)
        guard rows > 0, !overflow, features.count == cells else {
            throw NativeError(.failed, "LightGBM: \(features.count) values are not \(rows) × \(columns)")
        }
        let rowCount = try LightGBM.int32(rows, "rows")
        let columnCount = try LightGBM.int32(columns, "columns")
        var result = [Double](repeating: 0, count: rows)
        var count: Int64 = 0
        let status = lightGBM.functions.boosterPredict(
            handle, features, 1, rowCount, columnCount, 1, 0, 0, -1, "num_threads=1", &count, &result)
        try lightGBM.check(status, "predict \(rows) rows")
        return result
    }

    deinit { _ = lightGBM.functions.boosterFree(handle) }
}
