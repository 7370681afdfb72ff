import Foundation
import Synchronization

/// OpenVINO in this process.
public final class OpenVINOLibrary: Sendable {
    /// The version the library states, such as `2026.4.1`.
    public let version: String
    /// The version with the number and commit of the build.
    public let build: String
    /// Where it was loaded from.
    public let path: String
    let functions: OpenVINOFunctions

    private static let shared = Mutex<[String: OpenVINOLibrary]>([:])

    /// The library at its installed place, opened once per process.
    ///
    /// - Throws: `NativeError`: missing (with the command that installs), unsupported or failed.
    public static func open(locations: NativeLocations = .current) throws(NativeError) -> OpenVINOLibrary {
        let path = locations.path(of: .openVINO)
        return try shared.withLock { (table) throws(NativeError) -> OpenVINOLibrary in
            if let library = table[path] { return library }
            let library = try OpenVINOLibrary(NativeLibrary.open(.openVINO, locations: locations))
            table[path] = library
            return library
        }
    }

    private init(_ library: NativeLibrary) throws(NativeError) {
        functions = try OpenVINOFunctions(library)
        path = library.path
        var stated = OpenVINOFunctions.Version(build: nil, description: nil)
        guard functions.getVersion(&stated) == 0, let build = stated.build else {
            throw NativeError(.failed, "OpenVINO does not state its version (\(library.path))")
        }
        self.build = String(cString: build)
        version = String(self.build.prefix { $0 != "-" })
        functions.freeVersion(&stated)
    }

    /// Throws what a status says.
    func check(_ status: Int32, _ what: String) throws(NativeError) {
        guard status != 0 else { return }
        let text = functions.lastError().map { String(cString: $0) } ?? ""
        let message = Self.reason(in: text)
        throw NativeError(
            .failed, "OpenVINO could not \(what): \(message.isEmpty ? "status \(status)" : message)")
    }

    /// The lines of an error that say something: the others name files of the library's source code.
    static func reason(in text: String) -> String {
        let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let telling = lines.filter { line in
            !line.isEmpty && !line.hasPrefix("Exception from ") && !line.hasPrefix("Check '")
        }
        return String((telling.isEmpty ? lines : telling).joined(separator: " ").prefix(600))
    }

    /// Makes an object and takes charge of it.
    func take(
        _ what: String, free: @escaping OpenVINOFunctions.Free,
        _ make: (UnsafeMutablePointer<OpenVINOFunctions.Handle?>) -> Int32
    ) throws(NativeError) -> OpenVINOHandle {
        var made: OpenVINOFunctions.Handle?
        try check(make(&made), what)
        guard let made else { throw NativeError(.failed, "OpenVINO could not \(what): it returned nothing") }
        return OpenVINOHandle(made, free: free)
    }
}
