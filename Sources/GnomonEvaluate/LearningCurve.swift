/// How the error on networks held out falls with the time spent on measuring.
public struct LearningCurve: Hashable, Sendable {
    /// A predictor learned from the first part of the measurements.
    public struct Point: Hashable, Sendable {
        /// The part of the networks, by time, from 0 to 1.
        public var part: Double
        /// Networks that were learned from.
        public var networks: Int
        /// Seconds that measuring them took.
        public var seconds: Double
        /// The errors on the networks held out, the same for every point.
        public var summary: EvaluationSummary

        /// A point.
        public init(part: Double, networks: Int, seconds: Double, summary: EvaluationSummary) {
            self.part = part
            self.networks = networks
            self.seconds = seconds
            self.summary = summary
        }
    }

    /// The points, the smallest part first.
    public var points: [Point]

    /// A curve.
    public init(_ points: [Point]) { self.points = points.sorted { $0.part < $1.part } }
}
