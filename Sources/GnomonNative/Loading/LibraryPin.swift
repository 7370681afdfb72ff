/// One exact build of a native library: where it comes from, what it must hash to, what is kept of it.
public struct LibraryPin: Hashable, Sendable {
    /// A library that must be in the process before this one can be opened.
    public struct Preload: Hashable, Sendable {
        /// The name the loader knows it by, for example `libgomp.so.1`.
        public var soname: String
        /// The system package that brings it.
        public var package: String

        /// A library by its loader name, and the package that brings it.
        public init(soname: String, package: String) {
            self.soname = soname
            self.package = package
        }
    }

    /// The short name used in commands and folders, for example `onnxruntime`.
    public var id: String
    /// The name people use.
    public var displayName: String
    /// The version of the library.
    public var version: String
    /// The project's name on the Python package index.
    public var project: String
    /// The file name of the wheel.
    public var wheel: String
    /// The lower-case hexadecimal SHA-256 of the wheel.
    public var sha256: String
    /// The members of the wheel that are kept; the first one is the library that is opened.
    ///
    /// One that ends with `/` is a folder, kept with all it holds.
    public var members: [String]
    /// Libraries to bring into the process first, in this order.
    public var preloads: [Preload]
    /// Whether everything but its own platforms works without it.
    public var isOptional: Bool
    /// A further package index that has the build, asked after the others.
    public var extraIndex: String?

    /// A pin with all its parts.
    public init(
        id: String, displayName: String, version: String, project: String, wheel: String, sha256: String,
        members: [String], preloads: [Preload] = [], isOptional: Bool = false,
        extraIndex: String? = nil
    ) {
        self.id = id
        self.displayName = displayName
        self.version = version
        self.project = project
        self.wheel = wheel
        self.sha256 = sha256
        self.members = members
        self.preloads = preloads
        self.isOptional = isOptional
        self.extraIndex = extraIndex
    }

    /// What the package index calls this build, for example `onnxruntime==1.31.1`.
    public var requirement: String { "\(project)==\(version)" }

    /// The environment variable that overrides where the library is looked for, for example
    /// `GNOMON_ONNXRUNTIME`.
    public var environmentVariable: String { "GNOMON_\(id.uppercased())" }

    /// The file name of the library that is opened.
    public var fileName: String { Self.lastComponent(members.first ?? "") }

    /// The advice that goes with an error about this library.
    public var installHint: String { "run 'gnomon setup \(id)'" }

    static func lastComponent(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}
