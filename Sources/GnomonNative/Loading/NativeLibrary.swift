import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A shared library in this process, opened by absolute path the first time it is asked for.
///
/// It is never closed: these libraries keep pools of threads, and unmapping the code of a live thread ends the
/// process.
public struct NativeLibrary: Sendable {
    /// The name used in messages.
    public let name: String
    /// The absolute path it was opened from.
    public let path: String
    /// The loader's handle as a number, so that the value may cross threads.
    private let handle: UInt

    private static let opened = Mutex<[String: NativeLibrary]>([:])

    /// Opens the pinned library, with what must be loaded before it.
    ///
    /// - Throws: `NativeError`: missing with the command that installs, or unsupported when the loader refuses.
    public static func open(
        _ pin: LibraryPin, locations: NativeLocations = .current
    ) throws(NativeError) -> NativeLibrary {
        let path = locations.path(of: pin)
        guard locations.hasLibrary(pin) else {
            throw NativeError(
                .missing, "\(pin.displayName) \(pin.version) is not at \(path)", hint: pin.installHint)
        }
        for preload in pin.preloads { try bring(preload, for: pin) }
        return try open(name: pin.displayName, path: path)
    }

    /// Opens the library at an absolute path; a second call with the same path returns the first handle.
    ///
    /// - Throws: `NativeError` when the path is relative or empty, or the loader refuses.
    public static func open(name: String, path: String) throws(NativeError) -> NativeLibrary {
        guard path.hasPrefix("/") else {
            throw NativeError(.failed, "\(name): '\(path)' is not an absolute path")
        }
        return try opened.withLock { (table) throws(NativeError) -> NativeLibrary in
            if let library = table[path] { return library }
            guard let pointer = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
                let code: NativeError.Code = access(path, F_OK) == 0 ? .unsupported : .missing
                throw NativeError(code, "\(name) could not be opened: \(loaderMessage())")
            }
            let library = NativeLibrary(name: name, path: path, handle: UInt(bitPattern: pointer))
            table[path] = library
            return library
        }
    }

    /// The address of a symbol.
    ///
    /// - Throws: `NativeError` (unsupported) that names library and symbol.
    public func symbol(_ symbol: String) throws(NativeError) -> UnsafeMutableRawPointer {
        guard let address = dlsym(UnsafeMutableRawPointer(bitPattern: handle), symbol) else {
            throw NativeError(
                .unsupported, "this version of \(name) is not supported: it has no '\(symbol)' (\(path))",
                hint: "use the pinned version")
        }
        return address
    }

    /// The function behind a symbol, as a C function type.
    ///
    /// `Function` must be a `@convention(c)` type that agrees with the library; nothing can check it.
    ///
    /// - Throws: `NativeError` (unsupported) that names library and symbol.
    public func function<Function>(_ name: String, as type: Function.Type) throws(NativeError) -> Function {
        precondition(MemoryLayout<Function>.size == MemoryLayout<UnsafeMutableRawPointer>.size)
        return unsafeBitCast(try symbol(name), to: type)
    }

    /// Loads a dependency by the name the loader searches for; one already in the process is reused.
    private static func bring(_ preload: LibraryPin.Preload, for pin: LibraryPin) throws(NativeError) {
        let held = opened.withLock { _ in dlopen(preload.soname, RTLD_NOW | RTLD_LOCAL) != nil }
        guard held else {
            throw NativeError(
                .missing, "\(pin.displayName) needs \(preload.soname), which is not on this machine",
                hint: "install the system package \(preload.package)")
        }
    }

    private static func loaderMessage() -> String {
        guard let text = dlerror() else { return "unknown reason" }
        return String(cString: text)
    }
}
