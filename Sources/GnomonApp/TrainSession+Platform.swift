public import GnomonData
import GnomonFeatures
import GnomonMeasure
import GnomonPredict
import GnomonSpaces
import GnomonStatistics
import GnomonStore

extension TrainSession {
    /// Fewer networks are not worth training on.
    private static let fewest = 40
    /// Networks that are kept to score on, at most.
    private static let mostTest = 200

    /// Trains on the whole latencies of networks that learning a platform profiled, for any network from a file.
    ///
    /// A tenth of them chooses, up to a fifth scores; what was profiled on a busy machine is left out.
    ///
    /// - Parameters:
    ///   - platform: A platform of this machine.
    ///   - executable: What starts a child process of this command.
    ///   - predictor: The predictor's name.
    ///   - budget: Networks to learn from; nil for all that are left.
    ///   - seed: The seed of split and training.
    ///   - name: The name to keep it under; nil for one made of predictor and platform.
    /// - Returns: What was trained.
    /// - Throws: `AppError`: exit 64 for unknown names, 69 where the platform was not learned or a library is missing.
    public func run(
        on platform: Platform, executable: [String], predictor: String, budget: Int?, seed: UInt64,
        name: String?
    ) throws(AppError) -> Outcome {
        let type = try Self.type(named: predictor)
        var rows = try networks(of: platform, executable)
        guard rows.count >= Self.fewest else {
            throw AppError(
                code: "train.platform",
                message: "\(rows.count) networks were profiled on \(platform.name) in quiet times, "
                    + "\(Self.fewest) are needed", hint: "run 'gnomon learn --on \(platform.name)'",
                exit: .unavailable)
        }
        var generator = SeededGenerator(seed: seed)
        rows.shuffle(using: &generator)
        let (tests, choosing) = (min(Self.mostTest, rows.count / 5), max(10, rows.count / 10))
        let most = rows.count - tests - choosing
        guard budget ?? most <= most, budget ?? most > 0 else {
            throw AppError(
                code: "train.budget", message: "\(budget ?? 0) training rows of \(rows.count) networks",
                hint: "at most \(most) leave rows to choose by and to check", exit: .usage)
        }
        func part(_ range: Range<Int>) -> ArchitectureRows {
            ArchitectureRows(
                space: NetworkSpace(), architectures: rows[range].map(\.architecture),
                milliseconds: rows[range].map(\.milliseconds))
        }
        let start = tests + choosing
        return try train(
            type, on: part(start..<start + (budget ?? most)), part(tests..<start), part(0..<tests), seed,
            as: name ?? "\(predictor)@\(platform.name)",
            TrainedSubject(dataset: NetworkSpace().name, device: platform.name))
    }

    /// The networks that were profiled in quiet times, with what they take.
    private func networks(
        of platform: Platform, _ executable: [String]
    ) throws(AppError) -> [(architecture: Architecture, milliseconds: Double)] {
        let id: String
        do { id = try Measurer(executable: executable).fingerprint(of: platform).id } catch {
            throw AppError(error)
        }
        let store: Store
        do { store = try Store(path: settings.storePath) } catch { throw AppError(error) }
        let kept = try KeptProfiles(store: store, platformID: id)
        var rows: [(architecture: Architecture, milliseconds: Double)] = []
        for row in kept.rows where row.conditions.slowness <= TrainingNetwork.mostSlowness {
            guard let network = kept.network(row)?.network,
                let architecture = try? NetworkSpace.architecture(of: network)
            else { continue }
            rows.append((architecture, row.profile.latency.milliseconds))
        }
        return rows
    }
}
