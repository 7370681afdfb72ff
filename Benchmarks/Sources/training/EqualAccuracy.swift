import Foundation
import GnomonPredict

/// The latency network of BRP-NAS with our settings, trained here and in PyTorch in turns, and how good both are then.
enum EqualAccuracy {
    /// Prints seconds an epoch and errors on test rows, a line for each seed.
    ///
    /// - Parameters:
    ///   - python: a Python with PyTorch.
    ///   - rows: a file of rows; its last tenth validates.
    ///   - test: a file of rows that nothing is chosen by.
    ///   - epochs: how long both train; the best epoch's weights are kept.
    ///   - seeds: how often.
    /// - Throws: what reading, training and the peer throw.
    static func run(python: String, rows: String, test: String, epochs: Int, seeds: Int) throws {
        let peer = try Peer(python: python)
        _ = try peer.ask(rows)
        let (training, validation) = try read(rows)
        let (first, last) = try read(test)
        let (asked, truth) = (
            first.architectures + last.architectures, first.milliseconds + last.milliseconds
        )
        var settings = LatencyGCNSettings.ours
        (settings.fitting.epochs, settings.fitting.patience) = (epochs, .max)
        say(
            "\(training.count) rows, \(epochs) epochs of batches of 32, Float32, 1 thread; \(truth.count) test rows"
        )
        for seed in 1...UInt64(max(1, seeds)) {
            let (time, predictor) = try seconds {
                try BRPNASPredictor.train(
                    on: training, validation: validation, seed: seed, settings: settings)
            }
            let errors = zip(try predictor.predict(asked), truth).map { abs($0.milliseconds / $1 - 1) }
            let ours = time / Double(epochs)
            let error = 100 * errors.reduce(0, +) / Double(max(1, errors.count))
            var line = "seed \(seed)  gnomon \(text(ours)) s an epoch, MAPE \(text(error)) %"
            for kind in ["default", "fused"] {
                let answer = try peer.ask("equal \(epochs) \(kind) \(seed) \(test)").compactMap(Double.init)
                let theirs = answer[0] / Double(epochs)
                line +=
                    "; pytorch \(kind) \(text(theirs)) s (\(text(theirs / ours)) times), MAPE \(text(answer[1])) %"
            }
            say(line)
        }
    }
}
