import Foundation

/// Where the store lies when nobody says otherwise.
public enum StoreLocation {
    /// The file of the store for the environment of this process.
    public static var `default`: String { path(environment: ProcessInfo.processInfo.environment) }

    /// The file of the store for an environment.
    ///
    /// `GNOMON_STORE`, else `gnomon/store.sqlite` below `XDG_DATA_HOME`, else below `~/.local/share`. Empty values
    /// count as absent, and so does a relative `XDG_DATA_HOME`, as the XDG base directory specification asks.
    public static func path(environment: [String: String]) -> String {
        if let path = environment["GNOMON_STORE"], !path.isEmpty { return path }
        if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") {
            return data + "/gnomon/store.sqlite"
        }
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
        return home + "/.local/share/gnomon/store.sqlite"
    }
}
