/// What one predictor reached on a task with one budget and seed.
public struct TaskResult: Hashable, Sendable, Codable {
    /// The task.
    public var task: String
    /// The predictor.
    public var predictor: String
    /// Rows that were learned from.
    public var budget: Int
    /// The seed of split and training.
    public var seed: UInt64
    /// Everything that had to be measured, validation rows too.
    public var measurements: Int
    /// Rows that were predicted.
    public var testRows: Int
    /// The numbers.
    public var metrics: PredictionMetrics
    /// Seconds of training.
    public var trainSeconds: Double
    /// Seconds of predicting all test rows.
    public var predictSeconds: Double

    /// A result.
    public init(
        task: String, predictor: String, budget: Int, seed: UInt64, measurements: Int, testRows: Int,
        metrics: PredictionMetrics, trainSeconds: Double, predictSeconds: Double
    ) {
        self.task = task
        self.predictor = predictor
        self.budget = budget
        self.seed = seed
        self.measurements = measurements
        self.testRows = testRows
        self.metrics = metrics
        self.trainSeconds = trainSeconds
        self.predictSeconds = predictSeconds
    }
}
