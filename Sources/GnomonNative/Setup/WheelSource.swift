import Foundation

/// A place a wheel can come from.
enum WheelSource {
    /// A folder of wheels.
    case folder(String)
    /// `pip download`, which honours the user's own mirror, with a further index to look into.
    case pip(String?)
    /// A package index in its simple form, through curl.
    case index(String)

    /// The name shown to people.
    var name: String {
        switch self {
        case .folder(let path): "the folder \(path)"
        case .pip(let extra): "python3 -m pip" + (extra.map { " with \($0)" } ?? "")
        case .index(let address): address
        }
    }

    /// The path of the wheel, in `scratch` unless it lies in a folder already.
    func fetch(_ pin: LibraryPin, scratch: String) throws(NativeError) -> String {
        switch self {
        case .folder(let path):
            let file = "\(path)/\(pin.wheel)"
            guard FileManager.default.fileExists(atPath: file) else {
                throw NativeError(.fetch, "\(path) has no \(pin.wheel)")
            }
            return file
        case .pip(let extra): return try Self.download(pin, extraIndex: extra, scratch: scratch)
        case .index(let address): return try Self.download(pin, index: address, scratch: scratch)
        }
    }

    private static func download(
        _ pin: LibraryPin, extraIndex: String?, scratch: String
    ) throws(NativeError) -> String {
        var words = ["python3", "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        words += ["--no-deps", "--only-binary=:all:", "--implementation", "cp", "--python-version", "3.11"]
        // The tags of the pinned build, whatever Python runs here.
        let stem = pin.wheel.hasSuffix(".whl") ? String(pin.wheel.dropLast(4)) : pin.wheel
        let platforms = stem.split(separator: "-").last?.split(separator: ".").map(String.init) ?? []
        for platform in platforms { words += ["--platform", platform] }
        if let extraIndex { words += ["--extra-index-url", extraIndex] }
        words += ["--dest", scratch, pin.requirement]
        let result = try ChildCommand.run(words, in: scratch)
        let file = "\(scratch)/\(pin.wheel)"
        guard result.status == 0, FileManager.default.fileExists(atPath: file) else {
            throw NativeError(.fetch, "pip did not bring \(pin.wheel): \(result.complaint)")
        }
        return file
    }

    private static func download(
        _ pin: LibraryPin, index: String, scratch: String
    ) throws(NativeError) -> String {
        let base = index.hasSuffix("/") ? index : index + "/"
        let page = "\(base)\(pin.project)/"
        let curl = ["curl", "--fail", "--silent", "--show-error", "--location", "--max-time"]
        let listing = try ChildCommand.run(curl + ["60", page], in: scratch)
        guard listing.status == 0 else {
            throw NativeError(.fetch, "\(page) could not be read: \(listing.complaint)")
        }
        let html = String(decoding: listing.output, as: UTF8.self)
        guard let address = SimpleIndex.address(of: pin.wheel, in: html, page: page) else {
            throw NativeError(.fetch, "\(page) does not list \(pin.wheel)")
        }
        let file = "\(scratch)/\(pin.wheel)"
        let result = try ChildCommand.run(curl + ["1800", "--output", file, address], in: scratch)
        guard result.status == 0 else {
            throw NativeError(.fetch, "\(address) could not be fetched: \(result.complaint)")
        }
        return file
    }
}
