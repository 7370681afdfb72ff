import Foundation
public import GnomonData

/// The `manifest.json` of a predictor folder, the part every system shares.
public struct Manifest: Hashable, Sendable, Codable {
    /// The version of the folder's form.
    public static let version = 1
    /// The largest manifest that is read, in bytes.
    static let largest = 4 << 20

    /// The version of the form.
    public var version: Int
    /// The name of the predictor in the catalogue.
    public var system: String
    /// The hash of the feature schema it was trained on.
    public var featureSchema: String
    /// The platform it predicts.
    public var platform: Platform
    /// The identity of platform and machine it was learned on.
    public var platformID: String
    /// What it was trained on, and how well it did on networks held out.
    public var training: TrainingSummary

    /// A manifest.
    public init(
        system: String, featureSchema: String, platform: Platform, platformID: String,
        training: TrainingSummary
    ) {
        version = Self.version
        self.system = system
        self.featureSchema = featureSchema
        self.platform = platform
        self.platformID = platformID
        self.training = training
    }

    /// Reads the manifest of a folder.
    ///
    /// - Throws: `PredictError` where it is missing, too large, unreadable or of another version.
    public init(folder: String) throws(PredictError) {
        self = try Manifest.decode(Manifest.self, from: folder + "/manifest.json")
        guard version == Self.version else {
            throw PredictError(
                .invalid, "version \(version), expected \(Self.version)", place: folder,
                hint: "learn the platform again with 'gnomon learn'")
        }
    }

    /// Reads a bounded JSON file.
    static func decode<Value: Decodable>(
        _ type: Value.Type, from path: String, largest: Int = Manifest.largest
    ) throws(PredictError) -> Value {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw PredictError(.missing, "no predictor there", place: path, hint: "run 'gnomon learn'")
        }
        defer { try? handle.close() }
        do {
            let data = try handle.read(upToCount: largest + 1) ?? Data()
            guard data.count <= largest else {
                throw PredictError(.invalid, "larger than \(largest) bytes", place: path)
            }
            return try JSONDecoder().decode(type, from: data)
        } catch let error as PredictError {
            throw error
        } catch {
            throw PredictError(.invalid, "not a manifest of this form", place: path)
        }
    }
}

/// What a predictor was trained on, and how it did on generated networks that it never saw.
public struct TrainingSummary: Hashable, Sendable, Codable {
    /// Networks that were learned from.
    public var networks = 0
    /// Kernels that were learned from.
    public var kernels = 0
    /// Networks held out for checking.
    public var heldOut = 0
    /// Share of the held-out networks predicted within 10 %.
    public var within10 = 0.0
    /// Mean absolute relative error on the held-out networks.
    public var meanError = 0.0

    /// Nothing trained yet.
    public init() {}
}
