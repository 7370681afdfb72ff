import Foundation

/// Where native libraries lie on this machine.
public struct NativeLocations: Hashable, Sendable {
    /// The folder that holds `<library>/<version>/`.
    public var root: String
    /// Libraries the user points to directly, by library id.
    public var overrides: [String: String]

    /// Locations with a root folder and overrides.
    public init(root: String, overrides: [String: String] = [:]) {
        self.root = root
        self.overrides = overrides
    }

    /// Locations read from environment variables.
    ///
    /// The root is `$XDG_DATA_HOME/gnomon/native`, or `~/.local/share/gnomon/native`; `GNOMON_<LIBRARY>` names
    /// the file, or the folder with the file, of one library.
    public init(environment: [String: String]) {
        var base = environment["XDG_DATA_HOME"] ?? ""
        // The XDG rules say that a relative path is to be ignored.
        if !base.hasPrefix("/") {
            base = (environment["HOME"] ?? NSHomeDirectory()) + "/.local/share"
        }
        root = base + "/gnomon/native"
        overrides = [:]
        for pin in LibraryPin.all {
            if let path = environment[pin.environmentVariable], !path.isEmpty { overrides[pin.id] = path }
        }
    }

    /// The locations of this process.
    public static var current: NativeLocations {
        NativeLocations(environment: ProcessInfo.processInfo.environment)
    }

    /// The folder a pinned library is installed into.
    public func folder(of pin: LibraryPin) -> String { "\(root)/\(pin.id)/\(pin.version)" }

    /// The absolute path the library is opened from, whether or not it is there.
    public func path(of pin: LibraryPin) -> String {
        guard let given = overrides[pin.id] else { return "\(folder(of: pin))/\(pin.fileName)" }
        let absolute = URL(fileURLWithPath: given).standardizedFileURL.path
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: absolute, isDirectory: &isFolder), isFolder.boolValue {
            return "\(absolute)/\(pin.fileName)"
        }
        return absolute
    }

    /// Whether the file of the library is there.
    public func hasLibrary(_ pin: LibraryPin) -> Bool {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path(of: pin), isDirectory: &isFolder)
        return exists && !isFolder.boolValue
    }
}
