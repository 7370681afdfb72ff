import Foundation
public import GnomonApp
public import GnomonData
import GnomonMeasure
import GnomonRuntimes
public import GnomonStore

/// A platform of this machine with what is kept of it.
public struct LearnedPlatform {
    /// The platform.
    public let platform: Platform
    /// The identity of platform and machine.
    public let id: String
    /// Where things are kept.
    public let settings: Settings
    /// The measurements.
    public let store: Store
    /// The profiles that learning took, the oldest first.
    public let profiles: KeptProfiles

    /// The platform with a name.
    ///
    /// - Throws: what is told of unknown platforms, missing runtimes and stores that cannot be read.
    public init(named name: String) throws {
        platform = try Platform(named: name)
        let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
        settings = Settings()
        id = try Measurer(executable: [executable, "run-child"]).fingerprint(of: platform).id
        store = try Store(path: settings.storePath)
        profiles = try KeptProfiles(store: store, platformID: id)
    }
}
