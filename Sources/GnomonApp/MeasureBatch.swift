public import GnomonData
public import GnomonMeasure
public import GnomonReport

/// Measures models on platforms, one pair after the other; a pair that fails leaves the others measured.
public struct MeasureBatch {
    /// A model on a platform.
    public struct Pair: Hashable, Sendable {
        /// The model as the user named it.
        public var model: String
        /// The name of the platform.
        public var platform: String
        /// Its number, from 0.
        public var index: Int
        /// How many pairs there are.
        public var count: Int
    }

    /// What is wanted of every pair.
    public struct Request: Sendable {
        /// How much effort it may cost.
        public var options: MeasureOptions
        /// Whether the time of each of the runtime's kernels is wanted too.
        public var kernels: Bool
        /// The worst grade of a measurement in the store that is taken instead of a new one; nil to take none.
        public var reusing: Grade?
        /// Whether rows keep all samples; many models need much memory then.
        public var keepsSamples: Bool

        /// A request.
        public init(
            options: MeasureOptions, kernels: Bool = false, reusing: Grade? = nil, keepsSamples: Bool = false
        ) {
            self.options = options
            self.kernels = kernels
            self.reusing = reusing
            self.keepsSamples = keepsSamples
        }
    }

    /// How a pair ended.
    public enum Ending: Sendable {
        /// It was measured now, or was in the store; `MeasurementRow.isReused` tells.
        case row(MeasurementRow)
        /// There is no measurement.
        case failed(AppError)
    }

    /// What happens during a run.
    public enum Event: Sendable {
        /// A pair is being measured.
        case progress(Pair, MeasureProgress)
        /// A pair has ended; if it was measured, it is in the store.
        case ended(Pair, Ending)
    }

    private let sessions: [MeasureSession]

    /// A batch on platforms; of equal names, one is taken.
    ///
    /// - Throws: `AppError` where the store cannot be opened.
    public init(platforms: [Platform], settings: Settings, executable: [String]) throws(AppError) {
        var sessions: [MeasureSession] = []
        for platform in platforms where !sessions.contains(where: { $0.platform.name == platform.name }) {
            sessions.append(
                try MeasureSession(platform: platform, settings: settings, executable: executable))
        }
        self.sessions = sessions
    }

    /// Measures every model on every platform; a model is read once for all of them.
    ///
    /// - Complexity: O(1) models in memory.
    public func run(
        _ models: [String], binding: ModelBinding, request: Request, report: (Event) -> Void
    ) {
        let count = models.count * sessions.count
        for (place, path) in models.enumerated() {
            let model: Result<LoadedModel, AppError>
            do throws(AppError) { model = .success(try LoadedModel(path: path, binding: binding)) } catch {
                model = .failure(error)
            }
            for (turn, session) in sessions.enumerated() {
                let pair = Pair(
                    model: path, platform: session.platform.name, index: place * sessions.count + turn,
                    count: count)
                do throws(AppError) {
                    let row = try Self.row(of: model.get(), session, request) { report(.progress(pair, $0)) }
                    report(.ended(pair, .row(row)))
                } catch {
                    report(.ended(pair, .failed(error.located(in: path))))
                }
            }
        }
    }

    private static func row(
        of model: LoadedModel, _ session: MeasureSession, _ request: Request,
        progress: (MeasureProgress) -> Void
    ) throws(AppError) -> MeasurementRow {
        var row: MeasurementRow
        if let worst = request.reusing,
            let known = try session.known(model, worst: worst, kernels: request.kernels)
        {
            row = MeasurementRow(
                model: model.path, measurement: known, showsKernels: request.kernels, isReused: true,
                warnings: model.warnings)
        } else {
            let (measurement, profile) = try session.measureProfiled(
                model, options: request.options, kernels: request.kernels, progress: progress)
            row = MeasurementRow(
                model: model.path, measurement: measurement, showsKernels: request.kernels, profile: profile,
                warnings: model.warnings)
        }
        if !request.keepsSamples { row.dropSamples() }
        return row
    }
}
