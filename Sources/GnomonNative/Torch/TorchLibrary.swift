import Foundation
import Synchronization

/// LibTorch, the library under PyTorch, through a shim with C functions.
///
/// A value of this type means that both are open and have every function that is used.
public final class TorchLibrary: Sendable {
    /// The version that was opened.
    public let version: String
    /// Where it was loaded from.
    public let path: String
    let functions: TorchFunctions

    private static let shared = Mutex<[String: TorchLibrary]>([:])

    /// Whether library and shim are there.
    public static func isReady(locations: NativeLocations = .current) -> Bool {
        locations.hasLibrary(.torch)
            && FileManager.default.fileExists(atPath: TorchShim.path(locations: locations))
    }

    /// The library at its installed place, opened once per process.
    ///
    /// - Throws: `NativeError`: missing (with the command that installs), unsupported or failed.
    public static func open(locations: NativeLocations = .current) throws(NativeError) -> TorchLibrary {
        let path = locations.path(of: .torch)
        return try shared.withLock { (table) throws(NativeError) -> TorchLibrary in
            if let library = table[path] { return library }
            // Spinning workers make a busy machine many times slower; must be set before the library is loaded.
            setenv("OMP_WAIT_POLICY", "passive", 0)
            let library = try TorchLibrary(locations: locations)
            table[path] = library
            return library
        }
    }

    private init(locations: NativeLocations) throws(NativeError) {
        guard locations.hasLibrary(.torch) else {
            throw NativeError(
                .missing, "LibTorch \(LibraryPin.torch.version) is not at \(locations.path(of: .torch))",
                hint: LibraryPin.torch.installHint)
        }
        let shim = TorchShim.path(locations: locations)
        guard FileManager.default.fileExists(atPath: shim) else {
            throw NativeError(
                .missing, "the shim for LibTorch is not compiled (\(shim))",
                hint: LibraryPin.torch.installHint)
        }
        // Each finds the one before it by its name, wherever it lies.
        let core = TorchShim.folder(locations) + "/libc10.so"
        _ = try NativeLibrary.open(name: "LibTorch's core", path: core)
        let library = try NativeLibrary.open(name: "LibTorch", path: locations.path(of: .torch))
        functions = try TorchFunctions(NativeLibrary.open(name: "the shim for LibTorch", path: shim))
        guard functions.abi() == TorchShim.abi else {
            throw NativeError(
                .unsupported, "the shim for LibTorch is of another version (\(shim))",
                hint: "remove it and \(LibraryPin.torch.installHint)")
        }
        path = library.path
        let stated = functions.version().map { String(cString: $0) } ?? ""
        version = LibraryPin.torch.version.hasPrefix(stated) ? LibraryPin.torch.version : stated
    }

    /// Sets the threads inside one operation and whether oneDNN may be used, for the whole process.
    ///
    /// - Throws: `NativeError` (failed) with what LibTorch says.
    public func configure(threads: Int, oneDNN: Bool) throws(NativeError) {
        let threads = Int32(clamping: max(1, threads))
        try check(functions.configure(threads, oneDNN ? 1 : 0), "set \(threads) threads")
    }

    /// Whether programs may have steps of this name.
    public func hasOperator(_ name: String) -> Bool { functions.hasOperator(name) != 0 }

    func check(_ status: Int32, _ what: String) throws(NativeError) {
        guard status != 0 else { return }
        throw failure(what)
    }

    func check(_ handle: OpaquePointer?, _ what: String) throws(NativeError) -> OpaquePointer {
        guard let handle else { throw failure(what) }
        return handle
    }

    func failure(_ what: String) -> NativeError {
        let text = functions.lastError().map { String(cString: $0) } ?? ""
        let first = text.split(separator: "\n").first.map(String.init) ?? "no reason given"
        return NativeError(.failed, "LibTorch could not \(what): \(first)")
    }
}
