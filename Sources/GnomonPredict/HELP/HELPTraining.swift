import GnomonLearn
import GnomonSpaces
import GnomonStatistics

/// Meta-training: devices of each episode adapt to a few samples, and all is changed so that they do better then.
struct HELPTraining {
    let network: HELPNetwork
    private let settings: HELPSettings
    let engine: NeuralEngine
    private let table: HELPTable
    /// The place in the table of each row of the pool that was measured somewhere.
    private let places: [Int: Int]
    private let devices: [HELPDevice]
    private let held: [HELPDevice]

    /// A network that has seen nothing yet.
    ///
    /// - Parameters:
    ///   - pool: the architectures.
    ///   - encoding: what is read of them.
    ///   - devices: those to learn from.
    ///   - held: those to choose by.
    ///   - settings: how it is built and trained.
    ///   - seed: of the first weights.
    /// - Throws: `LearnError` (library) without LibTorch.
    init(
        _ pool: [Architecture], _ encoding: HELPEncoding, devices: [HELPDevice], held: [HELPDevice],
        _ settings: HELPSettings, seed: UInt64
    ) throws(LearnError) {
        self.settings = settings
        (self.devices, self.held) = (devices, held)
        engine = try NeuralEngine(precision: settings.precision)
        var source = WeightSource(engine, seed: seed)
        network = try HELPNetwork(
            settings, encoding, references: devices.first?.references.count ?? 0, &source)
        let rows = Set((devices + held).flatMap(\.rows)).sorted()
        places = Dictionary(uniqueKeysWithValues: zip(rows, rows.indices))
        var graph: HELPGraphTensors?
        if case .cells(let cells) = encoding { graph = try HELPGraphTensors(cells, engine) }
        table = try HELPTable(rows.map { pool[$0] }, encoding, graph, engine)
    }

    /// How a training went.
    struct History: Sendable {
        /// The mean correlation on devices held out after each so many episodes.
        var correlations: [Double] = []
        /// The episodes behind the weights that were kept.
        var kept = 0
    }

    /// Trains for so many episodes; the network ends with the weights that did best on the devices held out.
    func run(episodes: Int, seed: UInt64) throws(LearnError) -> History {
        let optimizer = try AdamW(network.parameters.map(\.parameter), rate: settings.outerRate)
        var generator = SeededGenerator(seed: seed)
        var history = History()
        let chooses = !held.isEmpty || settings.mode == .reference
        var (best, weights, waited) = (-Double.infinity, try network.weights(), 0)
        for number in 0..<episodes {
            let chosen = devices.indices.shuffled(using: &generator).prefix(settings.devices)
            let episode = HELPEpisode(
                chosen.map { devices[$0] }, settings, query: settings.query, using: &generator)
            try optimizer.minimize(loss(episode))
            guard chooses, (number + 1) % settings.interval == 0 || number == episodes - 1 else { continue }
            let score = try score(seed: seed &+ 1)
            history.correlations.append(score)
            waited += 1
            if score > best {
                (best, weights, waited) = (score, try network.weights(), 0)
                history.kept = number + 1
            }
            if waited >= settings.patience ?? .max { break }
        }
        if chooses { try network.load(weights) } else { history.kept = episodes }
        return history
    }

    /// What an episode makes small: the squared errors of adapted devices, and the divergence of their modulations.
    func loss(_ episode: HELPEpisode) throws(LearnError) -> Tensor {
        let (predicted, divergence) = try answers(episode, again: true)
        let targets = try engine.tensor(episode.queryTargets, predicted.sizes)
        let sets = Double(episode.support.count)
        // The published code takes the last device's divergence for each.
        let all =
            settings.mode == .strict
            ? try divergence.sum()
            : try divergence.sliced(episode.support.count - 1..<episode.support.count, axis: 0).sum() * sets
        return try Loss.mse(predicted, targets) + all * settings.divergence
    }

    /// What adapted devices say of the rows they are judged by, and the divergence of each.
    func answers(
        _ episode: HELPEpisode, again: Bool
    ) throws(LearnError) -> (Tensor, divergence: Tensor) {
        let sets = episode.support.count
        let samples = try table.batch(episode.support.map(located))
        let vectors = try engine.tensor(episode.hardware, [sets, episode.hardware.count / max(1, sets)])
        let noise = try engine.tensor(episode.noise, [sets, episode.noise.count / max(1, sets)])
        let (z, divergence) = try network.modulator(vectors, noise: noise)
        let hardware = try vectors.reshaped([sets, 1, vectors.sizes[1]])
        let weights = try network.adapted(
            network.weights(sets, z: z, strength: settings.modulation), samples,
            targets: engine.tensor(episode.supportTargets, [sets, samples.rows, 1]), hardware: hardware,
            steps: settings.innerSteps, again: again)
        let questions = try table.batch(episode.query.map(located))
        guard !again else { return (try network.learner(weights, questions, hardware: hardware), divergence) }
        let answer = try engine.withoutRecording { () throws(LearnError) in
            try network.learner(weights, questions, hardware: hardware)
        }
        return (answer, divergence)
    }

    private func located(_ rows: [Int]) -> [Int] { rows.map { places[$0] ?? 0 } }

    /// The mean Spearman correlation on devices held out, some samples each, the same ones every time.
    ///
    /// The published code also keeps what does best on the devices it learns from.
    private func score(seed: UInt64) throws(LearnError) -> Double {
        var best = held.isEmpty ? -Double.infinity : try correlation(held, seed: seed)
        if settings.mode == .reference { best = max(best, try correlation(devices, seed: seed)) }
        return best
    }

    /// Rows that devices held out are judged by.
    private static let judged = 400

    private func correlation(_ devices: [HELPDevice], seed: UInt64) throws(LearnError) -> Double {
        var generator = SeededGenerator(seed: seed)
        var (sum, count) = (0.0, 0.0)
        for device in devices {
            let repeats = settings.mode == .strict ? 4 : 1
            let episode = HELPEpisode(
                [HELPDevice](repeating: device, count: repeats), settings, query: Self.judged,
                using: &generator)
            let values = try answers(episode, again: false).0.values()
            let each = values.count / repeats
            for number in 0..<repeats {
                let range = number * each..<(number + 1) * each
                guard values[range].allSatisfy(\.isFinite) else {
                    throw LearnError(.data, "meta-training gave numbers that are not finite")
                }
                let truth = Array(episode.queryTargets[range])
                sum += RankCorrelation.spearman(Array(values[range]), truth) ?? 0
                count += 1
            }
        }
        return sum / max(1, count)
    }
}
