import Foundation
import GnomonFeatures
import GnomonPredict
public import GnomonReport
import GnomonSpaces

/// Answers for architectures with a predictor that `gnomon train` kept.
public struct ArchitectureSession {
    private let predictor: any ArchitecturePredictor
    private let space: any SearchSpace
    private let system: String
    private let subject: TrainedSubject?

    /// Loads a predictor by the name it was kept under, or by its folder.
    ///
    /// - Throws: `AppError`: exit 69 where there is none, 65 for one that cannot be used.
    public init(name: String, settings: Settings) throws(AppError) {
        let folder = name.contains("/") ? name : settings.trainedFolder(name)
        do throws(PredictError) {
            predictor = try ArchitecturePredictorCatalog.load(folder: folder)
            let manifest = try ArchitectureManifest(folder: folder)
            space = try manifest.searchSpace(place: folder)
            system = manifest.system
        } catch {
            guard error.code == .missing else { throw AppError(error) }
            let known = settings.trainedNames()
            throw AppError(
                code: error.code.rawValue, message: "no predictor '\(name)' was trained",
                hint: known.isEmpty
                    ? "run 'gnomon train'" : "there are \(known.joined(separator: ", "))",
                exit: .unavailable)
        }
        subject = TrainedSubject(folder: folder)
    }

    /// The answer for an architecture's text, or for an ONNX file where the predictor was trained on networks.
    ///
    /// - Throws: `AppError`: exit 65 for a text that is none, a file that cannot be read, and for files where the
    ///   predictor was trained on architectures of a space.
    public func predict(_ text: String) throws(AppError) -> ArchitecturePredictionRow {
        if space is NetworkSpace { return try answer(text, network(text)) }
        if text.hasSuffix(".onnx") || FileManager.default.fileExists(atPath: text) {
            throw AppError(
                code: "predict.architecture",
                message: "\(system) was trained on architectures of \(space.name), it cannot read a network",
                place: text,
                hint: "give the architecture's text, such as \(space.examples.first ?? ""), or train one for "
                    + "networks with 'gnomon train --on here'",
                exit: .badData)
        }
        let architecture: Architecture
        do { architecture = try space.parse(text) } catch {
            throw AppError(code: error.code.rawValue, message: error.message, place: text, exit: .badData)
        }
        return try answer(text, architecture)
    }

    /// The network of a file.
    private func network(_ path: String) throws(AppError) -> Architecture {
        let model = try LoadedModel(path: path, binding: try ModelBinding())
        do { return try NetworkSpace.architecture(of: model.network) } catch {
            throw AppError(code: error.code.rawValue, message: error.message, place: path, exit: .badData)
        }
    }

    private func answer(
        _ text: String, _ architecture: Architecture
    ) throws(AppError) -> ArchitecturePredictionRow {
        do throws(PredictError) {
            guard let answer = try predictor.predict([architecture]).first else {
                throw PredictError(.training, "no answer")
            }
            return ArchitecturePredictionRow(
                model: text, platform: subject.map { "\($0.dataset)/\($0.device)" } ?? "", predictor: system,
                milliseconds: answer.milliseconds, interval: answer.interval, coverage: answer.coverage,
                warnings: answer.warnings)
        } catch { throw AppError(error) }
    }
}
