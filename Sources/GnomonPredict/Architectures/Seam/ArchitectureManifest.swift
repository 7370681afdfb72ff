import Foundation
import GnomonFeatures
public import GnomonSpaces

/// The `manifest.json` of the folder of a predictor of architectures, the part every system shares.
public struct ArchitectureManifest: Hashable, Sendable, Codable {
    /// The version of the folder's form.
    public static let version = 1

    /// The version of the form.
    public var version: Int
    /// The name of the predictor in the catalogue.
    public var system: String
    /// The name of the search space.
    public var space: String
    /// The name of the features it reads; empty if it reads architectures in its own way.
    public var features: String
    /// The checksum of those features; empty if there are none.
    public var featureSchema: String
    /// How many rows it was trained on.
    public var rows: Int
    /// How many rows chose among candidates.
    public var validationRows: Int
    /// The seed of training.
    public var seed: UInt64

    /// A manifest.
    public init(
        system: String, space: String, features: String = "", featureSchema: String = "", rows: Int,
        validationRows: Int, seed: UInt64
    ) {
        version = Self.version
        self.system = system
        self.space = space
        self.features = features
        self.featureSchema = featureSchema
        self.rows = rows
        self.validationRows = validationRows
        self.seed = seed
    }

    /// Reads the manifest of a folder.
    ///
    /// - Throws: `PredictError` where it is missing, too large, unreadable or of another version.
    public init(folder: String) throws(PredictError) {
        self = try Manifest.decode(ArchitectureManifest.self, from: folder + "/manifest.json")
        guard version == Self.version else {
            throw PredictError(
                .invalid, "version \(version), expected \(Self.version)", place: folder,
                hint: "train it again with 'gnomon train'")
        }
    }

    /// Reads the manifest of a folder, which must be of a system.
    ///
    /// - Throws: `PredictError` where it cannot be read or is of another system.
    public init(folder: String, system: String) throws(PredictError) {
        try self.init(folder: folder)
        guard self.system == system else {
            throw PredictError(
                .invalid, "a predictor of the system '\(self.system)', not '\(system)'", place: folder)
        }
    }

    /// The space the manifest names.
    ///
    /// - Throws: `PredictError` (invalid) where there is none of that name.
    public func searchSpace(place: String) throws(PredictError) -> any SearchSpace {
        if space == NetworkSpace().name { return NetworkSpace() }
        guard let found = SpaceCatalog.space(named: space) else {
            throw PredictError(.invalid, "no search space '\(space)'", place: place)
        }
        return found
    }
}
