import Foundation

/// Fetches pinned libraries, verifies them and puts them where `NativeLibrary` looks.
public struct LibraryInstaller: Sendable {
    /// Where libraries go.
    public var locations: NativeLocations
    /// The simple package index that is asked when pip does not have the wheel.
    public var index: String
    /// Whether pip and the index may be asked, or only the given folder.
    public var usesNetwork: Bool

    /// An installer.
    ///
    /// The index is `GNOMON_WHEEL_INDEX`, or PyPI, unless given.
    public init(locations: NativeLocations = .current, index: String? = nil, usesNetwork: Bool = true) {
        self.locations = locations
        let given = ProcessInfo.processInfo.environment["GNOMON_WHEEL_INDEX"]
        self.index = index ?? given ?? "https://pypi.org/simple"
        self.usesNetwork = usesNetwork
    }

    /// Installs a library and returns its path; one that is there already is left alone.
    ///
    /// Asks the folder `from` first, then pip, then the index; where the pin names a further index, pip and curl ask
    /// that one too. The hash is verified before anything is unpacked,
    /// only the listed members are unpacked, and the folder appears at once by a rename: after an error nothing
    /// has changed.
    ///
    /// - Throws: `NativeError`: fetch with what each place said, or badHash.
    public func install(
        _ pin: LibraryPin, from folder: String? = nil, progress: (SetupProgress) -> Void = { _ in }
    ) throws(NativeError) -> String {
        let target = locations.folder(of: pin)
        var path = "\(target)/\(pin.fileName)"
        // A LibTorch of the user's own needs its shim only.
        if pin == .torch, locations.hasLibrary(pin) { path = locations.path(of: pin) }
        if FileManager.default.fileExists(atPath: path) {
            progress(.present(path: path))
            try complete(pin, progress: progress)
            return path
        }
        guard LibraryPin.fitsThisMachine else {
            throw NativeError(
                .unsupported, "no build of \(pin.displayName) is pinned for this system and processor",
                hint: "set \(pin.environmentVariable) to a library of version \(pin.version)")
        }
        // Beside the target, so that the last step is a rename within one file system.
        let scratch = "\(locations.root)/\(pin.id)/.setup-\(UUID().uuidString)"
        try Self.attempt("make the folder \(scratch)") {
            try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
        }
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let wheel = try fetch(pin, from: folder, scratch: scratch, progress: progress)
        progress(.unpacking(members: pin.members))
        let unpacked = try Wheel.unpack(wheel, pin: pin, scratch: scratch)
        try put(unpacked, at: target)
        try complete(pin, progress: progress)
        progress(.installed(path: path))
        return path
    }

    /// Makes on this machine what a library needs besides its wheel.
    private func complete(_ pin: LibraryPin, progress: (SetupProgress) -> Void) throws(NativeError) {
        guard pin == .torch else { return }
        let places = locations.hasLibrary(pin) ? locations : NativeLocations(root: locations.root)
        _ = try TorchShim.build(locations: places, progress: progress)
    }

    /// The first wheel with the right hash.
    private func fetch(
        _ pin: LibraryPin, from folder: String?, scratch: String, progress: (SetupProgress) -> Void
    ) throws(NativeError) -> String {
        var sources: [WheelSource] = []
        if let folder { sources.append(.folder(URL(fileURLWithPath: folder).standardizedFileURL.path)) }
        if usesNetwork {
            sources += [.pip(nil), .index(index)]
            if let extra = pin.extraIndex {
                let given = ProcessInfo.processInfo.environment["GNOMON_\(pin.id.uppercased())_INDEX"]
                sources += [.pip(given ?? extra), .index(given ?? extra)]
            }
        }
        var reasons: [String] = []
        for source in sources {
            progress(.fetching(wheel: pin.wheel, source: source.name))
            let file: String
            do throws(NativeError) {
                file = try source.fetch(pin, scratch: scratch)
            } catch {
                progress(.notThere(source: source.name, reason: error.message))
                reasons.append(error.message)
                continue
            }
            progress(.verifying(wheel: pin.wheel))
            try Wheel.verify(file, pin: pin, source: source.name)
            return file
        }
        throw NativeError(
            .fetch, "\(pin.wheel) was not found: " + reasons.joined(separator: "; "),
            hint: "run 'gnomon setup \(pin.id) --from FOLDER' with the wheel in FOLDER")
    }

    private func put(_ unpacked: String, at target: String) throws(NativeError) {
        try Self.attempt("put the library into \(target)") {
            // A folder without the library is what an older, interrupted version may have left.
            if FileManager.default.fileExists(atPath: target) {
                try FileManager.default.removeItem(atPath: target)
            }
            try FileManager.default.moveItem(atPath: unpacked, toPath: target)
        }
    }

    static func attempt(_ what: String, _ body: () throws -> Void) throws(NativeError) {
        do { try body() } catch { throw NativeError(.fetch, "could not \(what): \(error)") }
    }
}
