import Foundation
import Synchronization

/// ONNX Runtime in this process: its table of C functions and its one environment.
///
/// The table only grows between versions, so functions are taken by slot; the slots are those of
/// `onnxruntime_c_api.h` of version 17 and later.
public final class ONNXRuntimeLibrary: Sendable {
    /// The version the library states.
    public let version: String
    /// Where it was loaded from.
    public let path: String
    // Addresses as numbers, so that the value may cross threads; the library is never unloaded.
    private let table: UInt
    let environment: UInt

    private static let shared = Mutex<[String: ONNXRuntimeLibrary]>([:])
    /// The oldest table that has every function used here.
    private static let tableVersion: UInt32 = 17

    /// The library at its installed place, opened once per process.
    ///
    /// - Throws: `NativeError`: missing (with the command that installs), unsupported or failed.
    public static func open(locations: NativeLocations = .current) throws(NativeError) -> ONNXRuntimeLibrary {
        let path = locations.path(of: .onnxRuntime)
        return try shared.withLock { (table) throws(NativeError) -> ONNXRuntimeLibrary in
            if let library = table[path] { return library }
            // Spinning workers make a busy machine many times slower; must be set before the library is loaded.
            setenv("OMP_WAIT_POLICY", "passive", 0)
            let library = try ONNXRuntimeLibrary(NativeLibrary.open(.onnxRuntime, locations: locations))
            table[path] = library
            return library
        }
    }

    private init(_ library: NativeLibrary) throws(NativeError) {
        typealias Base = @convention(c) () -> UnsafePointer<UnsafeRawPointer?>?
        typealias GetTable = @convention(c) (UInt32) -> UnsafeRawPointer?
        typealias GetVersion = @convention(c) () -> UnsafePointer<CChar>?
        let unsupported = NativeError(
            .unsupported, "this ONNX Runtime is too old or not an ONNX Runtime (\(library.path))",
            hint: LibraryPin.onnxRuntime.installHint)
        guard let base = try library.function("OrtGetApiBase", as: Base.self)(),
            let getTable = base[0], let getVersion = base[1],
            let version = unsafeBitCast(getVersion, to: GetVersion.self)(),
            let pointer = unsafeBitCast(getTable, to: GetTable.self)(Self.tableVersion)
        else { throw unsupported }
        self.version = String(cString: version)
        path = library.path
        table = UInt(bitPattern: pointer)
        typealias CreateEnvironment =
            @convention(c) (Int32, UnsafePointer<CChar>, UnsafeMutablePointer<OpaquePointer?>) ->
            OpaquePointer?
        var created: OpaquePointer?
        let create = Self.function(3, of: table, as: CreateEnvironment.self)
        let status = create(3, "gnomon", &created)
        guard status == nil, let created else {
            throw NativeError(.failed, "ONNX Runtime could not make an environment")
        }
        environment = UInt(bitPattern: created)
    }

    /// The function in a slot of the table.
    ///
    /// `Function` must be the C type the slot has; nothing can check it.
    func function<Function>(_ slot: Int, as type: Function.Type) -> Function {
        Self.function(slot, of: table, as: type)
    }

    private static func function<Function>(_ slot: Int, of table: UInt, as type: Function.Type) -> Function {
        precondition(MemoryLayout<Function>.size == MemoryLayout<UnsafeRawPointer>.size)
        let slots = UnsafeRawPointer(bitPattern: table)?.assumingMemoryBound(to: UnsafeRawPointer?.self)
        // The table has more than 200 slots in every version that the constructor accepts.
        return unsafeBitCast(slots?[slot], to: Function.self)
    }

    typealias Release = @convention(c) (OpaquePointer?) -> Void

    /// Throws what a status says, and frees it.
    ///
    /// No status means success.
    func check(_ status: OpaquePointer?, _ what: String) throws(NativeError) {
        guard let status else { return }
        typealias Message = @convention(c) (OpaquePointer) -> UnsafePointer<CChar>?
        let message = function(2, as: Message.self)(status).map { String(cString: $0) } ?? "no reason given"
        function(93, as: Release.self)(status)
        throw NativeError(.failed, "ONNX Runtime could not \(what): \(message)")
    }
}
