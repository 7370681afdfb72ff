/// The native libraries, each with the test that tells whether it works.
///
/// One row a library.
public struct NativeCatalog: Sendable {
    /// One library and its test.
    public struct Entry: Sendable {
        /// The pinned build.
        public var pin: LibraryPin
        /// Makes the library compute a known result and returns its version.
        public var works: @Sendable (NativeLocations) throws(NativeError) -> String

        /// A library and its test.
        public init(
            pin: LibraryPin, works: @escaping @Sendable (NativeLocations) throws(NativeError) -> String
        ) {
            self.pin = pin
            self.works = works
        }
    }

    /// Every library, in the order commands list them.
    public static let entries: [Entry] = [
        Entry(pin: .onnxRuntime) { (locations) throws(NativeError) in
            let library = try ONNXRuntimeLibrary.open(locations: locations)
            try library.selfTest()
            return library.version
        },
        Entry(pin: .lightGBM) { (locations) throws(NativeError) in
            try LightGBM(locations: locations).selfTest()
            // LightGBM has no function that tells its version.
            return LibraryPin.lightGBM.version
        },
        Entry(pin: .openVINO) { (locations) throws(NativeError) in
            let library = try OpenVINOLibrary.open(locations: locations)
            try library.selfTest()
            return library.version
        },
        Entry(pin: .torch) { (locations) throws(NativeError) in
            let library = try TorchLibrary.open(locations: locations)
            try library.selfTest()
            return library.version
        },
    ]

    /// Whether the library with a short name is there; nothing needed is always there.
    public static func isReady(_ library: String?, locations: NativeLocations = .current) -> Bool {
        guard let library else { return true }
        return LibraryPin.all.first { $0.id == library }.map(locations.hasLibrary) ?? false
    }

    /// The state of every library.
    public static func status(locations: NativeLocations = .current) -> [LibraryStatus] {
        entries.map { status(of: $0, locations: locations) }
    }

    /// The state of one library: opens it and runs its test.
    public static func status(of entry: Entry, locations: NativeLocations = .current) -> LibraryStatus {
        var status = LibraryStatus(
            library: entry.pin.id, displayName: entry.pin.displayName,
            isFound: locations.hasLibrary(entry.pin), version: nil, path: locations.path(of: entry.pin),
            works: false, problem: nil, hint: nil)
        do throws(NativeError) {
            status.version = try entry.works(locations)
            status.works = true
        } catch {
            status.problem = error.message
            status.hint = error.hint
        }
        return status
    }
}
