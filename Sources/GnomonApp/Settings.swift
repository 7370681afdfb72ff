public import Foundation
import GnomonStore

/// Where things are kept, read once from the environment and passed down.
public struct Settings: Hashable, Sendable {
    /// The folder of everything Gnomon keeps.
    public var dataFolder: String
    /// The store of measurements.
    public var storePath: String

    /// Places from environment variables: `GNOMON_STORE` for the store, `XDG_DATA_HOME` for the rest.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        // The XDG rules say that a relative path is to be ignored; the store and the libraries do so too.
        let given = environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let data = given ?? home + "/.local/share"
        dataFolder = data + "/gnomon"
        storePath = StoreLocation.path(environment: environment)
    }

    /// The folder of a platform's predictor of a system.
    public func predictorFolder(platform: String, system: LearnSystem = .kernelBoost) -> String {
        let suffix = system == .kernelBoost ? "" : "+\(system.rawValue)"
        return "\(dataFolder)/predictors/\(platform)\(suffix).gnomon"
    }

    /// The systems that a platform was learned with, best first.
    public func learnedSystems(platform: String) -> [LearnSystem] {
        LearnSystem.allCases.filter {
            FileManager.default.fileExists(atPath: predictorFolder(platform: platform, system: $0))
        }
    }

    /// The folder that published data sets are imported into.
    public var datasetFolder: String { dataFolder + "/datasets" }

    /// The folder that encodings of architectures are kept in.
    public var encodingFolder: String { dataFolder + "/encodings" }

    /// The folder of a predictor of architectures.
    public func trainedFolder(_ name: String) -> String {
        let safe = name.map { $0 == "/" ? "-" : $0 }
        return "\(dataFolder)/trained/\(String(safe)).gnomon"
    }

    /// The names of the predictors of architectures that were trained, in alphabetical order.
    public func trainedNames() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: dataFolder + "/trained")) ?? []
        return names.filter { $0.hasSuffix(".gnomon") }.map { String($0.dropLast(7)) }.sorted()
    }

    /// The platforms that have a predictor, in alphabetical order.
    public func learnedPlatforms() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: dataFolder + "/predictors")) ?? []
        let platforms = names.filter { $0.hasSuffix(".gnomon") }.map { name in
            String(name.dropLast(7).prefix { $0 != "+" })
        }
        return Set(platforms).sorted()
    }
}
