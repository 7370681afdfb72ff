/// What a predictor reached on a task, with one budget and one seed.
public struct EvaluationRow: Hashable, Sendable {
    /// The task's name.
    public var task: String
    /// The predictor's name.
    public var predictor: String
    /// What the result also depends on: version of the program, digest of the data.
    public var revision: String
    /// Rows that were learned from.
    public var budget: Int
    /// The seed.
    public var seed: UInt64
    /// When it was computed, in seconds since 1970.
    public var recordedAt: Double
    /// The result as JSON.
    public var payload: String
    /// The relative error of each test row, see ``ErrorBlob``.
    public var errors: [UInt8]

    /// A row.
    public init(
        task: String, predictor: String, revision: String, budget: Int, seed: UInt64, recordedAt: Double,
        payload: String, errors: [UInt8]
    ) {
        self.task = task
        self.predictor = predictor
        self.revision = revision
        self.budget = budget
        self.seed = seed
        self.recordedAt = recordedAt
        self.payload = payload
        self.errors = errors
    }
}

/// Relative errors in two bytes each, in steps of a hundredth of a percent up to ±327 %.
public enum ErrorBlob {
    /// The bytes of errors; what is larger becomes the largest.
    ///
    /// - Complexity: O(n).
    public static func bytes(_ errors: [Double]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2 * errors.count)
        for error in errors {
            let step = error.isFinite ? max(-32_767, min(32_767, (error * 10_000).rounded())) : 32_767
            let bits = UInt16(bitPattern: Int16(step))
            bytes += [UInt8(bits & 0xFF), UInt8(bits >> 8)]
        }
        return bytes
    }

    /// The errors behind bytes; nil for an odd number of them.
    public static func errors(_ bytes: [UInt8]) -> [Double]? {
        guard bytes.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: bytes.count, by: 2).map { place in
            let bits = UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8
            return Double(Int16(bitPattern: bits)) / 10_000
        }
    }
}
