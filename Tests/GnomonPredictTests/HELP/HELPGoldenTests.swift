import Foundation
import GnomonLearn
import GnomonSpaces
import Testing

@testable import GnomonPredict

/// An episode against plain PyTorch, see goldens.py beside this file.
@Suite(
    "HELP's episodes",
    .enabled(if: NeuralEngine.isReady, "LibTorch is not installed; run 'gnomon setup torch'"))
struct HELPGoldenTests {
    struct Golden: Decodable {
        var loss: Double
        var answers: [Double]
        var gradients: [[Double]]
    }

    /// middle + scale sin(offset + 0.7 i), as goldens.py has it.
    static func fill(_ offset: Int, _ count: Int, scale: Double = 0.5, middle: Double = 0) -> [Double] {
        (0..<count).map { middle + scale * sin(Double(offset) + 0.7 * Double($0)) }
    }

    static func golden(_ name: String) throws -> Golden {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/goldens.json"
        let data = try #require(FileManager.default.contents(atPath: path))
        return try #require(try JSONDecoder().decode([String: Golden].self, from: data)[name])
    }

    /// The network and the episode of goldens.py.
    static func training(
        _ space: any SearchSpace, _ mode: HELPSettings.Mode
    ) throws -> (HELPTraining, HELPEpisode) {
        var settings = HELPSettings()
        (settings.mode, settings.width, settings.precision) = (mode, 4, .float64)
        let numbers = 0..<19
        let pool = numbers.map { number in
            space is FBNet
                ? Architecture((0..<22).map { (number * 5 + 2 * $0 + number * $0) % 9 })
                : Architecture((0..<6).map { (number * ($0 + 2) / 3 + $0) % 5 })
        }
        let device = HELPDevice(
            name: "", rows: Array(numbers), milliseconds: numbers.map { Double($0) + 1 },
            references: [1, 2, 3])
        let training = try HELPTraining(
            pool, HELPEncoding(space, mode), devices: [device], held: [], settings, seed: 1)
        var weights = Weights()
        for (place, (name, parameter)) in training.network.parameters.enumerated() {
            let count = parameter.tensor.count
            let learned = training.network.learner.weights.count
            let values =
                place < learned
                ? fill(1 + place, count, scale: 0.3, middle: 0.15)
                : place < 2 * learned
                    ? fill(50 + place - learned, count, scale: 0.004, middle: 0.01)
                    : fill(100 + place - 2 * learned, count)
            weights[name] = Weights.Entry(
                precision: .float64, sizes: parameter.tensor.sizes,
                bytes: values.withUnsafeBytes { Array($0) })
        }
        try training.network.load(weights)
        var episode = HELPEpisode()
        for device in 0..<2 {
            episode.support.append((0..<3).map { device * 11 + $0 })
            episode.query.append((3..<8).map { device * 11 + $0 })
            episode.supportTargets += fill(300 + device, 3, middle: 0.5)
            episode.queryTargets += fill(310 + device, 5, middle: 0.5)
            episode.hardware += fill(200 + device, 3, middle: 0.5)
            episode.noise += fill(210 + device, HELPModulator.count(4), scale: 1)
        }
        return (training, episode)
    }

    @Test(
        "loss, answers and derivatives through the inner steps are PyTorch's",
        arguments: ["cells", "blocks"], HELPSettings.Mode.allCases)
    func agrees(space: String, mode: HELPSettings.Mode) throws {
        let golden = try Self.golden("\(space)-\(mode.rawValue)")
        let (training, episode) = try Self.training(space == "cells" ? NASBench201() : FBNet(), mode)
        let loss = try training.loss(episode)
        #expect(abs(try loss.item() - golden.loss) < 1e-9)
        let answers = try training.answers(episode, again: false).0.values()
        #expect(zip(answers, golden.answers).allSatisfy { abs($0 - $1) < 1e-9 })
        let parameters = training.network.parameters
        let found = try training.engine.gradients(of: loss, in: parameters.map(\.parameter.tensor))
        #expect(found.count == golden.gradients.count)
        for ((name, _), (gradient, wanted)) in zip(parameters, zip(found, golden.gradients)) {
            let values = try #require(try gradient?.values(), "\(name)")
            #expect(values.count == wanted.count, "\(name)")
            let error = zip(values, wanted).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? .infinity
            #expect(error < 1e-8, "\(name)")
        }
    }

    @Test("derivatives are those of the loss itself, by differences")
    func differences() throws {
        let (training, episode) = try Self.training(FBNet(), .strict)
        let parameters = training.network.parameters
        let gradients = try training.engine.gradients(
            of: training.loss(episode), in: parameters.map(\.parameter.tensor))
        let start = try training.network.weights()
        // A trunk weight, one that reads the device, a rate, and one of the modulator.
        for (name, place) in [
            ("learner.weights.2", 5), ("learner.weights.9", 3), ("rates.11", 7),
            ("modulator.second.weight", 20),
        ] {
            let number = try #require(parameters.firstIndex { $0.name == name })
            let gradient = try #require(try gradients[number]?.values())
            var losses: [Double] = []
            for step in [1e-5, -1e-5] {
                var moved = start
                let entry = try #require(start[name])
                var values = entry.values
                values[place] += step
                moved[name] = Weights.Entry(
                    precision: .float64, sizes: entry.sizes, bytes: values.withUnsafeBytes { Array($0) })
                try training.network.load(moved)
                losses.append(try training.loss(episode).item())
            }
            let slope = (losses[0] - losses[1]) / 2e-5
            #expect(abs(slope - gradient[place]) < 1e-6 * max(1, abs(slope)), "\(name)")
        }
    }
}
