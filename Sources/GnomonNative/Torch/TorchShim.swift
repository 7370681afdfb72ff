import GnomonDigest
import Foundation

/// The C++ between LibTorch and Swift: compiled on this machine, against the LibTorch that is installed.
///
/// LibTorch has no C functions. The sources are part of the program, so an installed command builds them too.
enum TorchShim {
    /// Both sides of the border count its changes.
    static let abi: Int32 = 3

    /// The file the shim is compiled to, beside the library it was made for.
    ///
    /// The name holds a hash of the sources: another version of them is another file.
    static func path(locations: NativeLocations) -> String {
        "\(folder(locations))/libGnomonTorch-\(sourceHash).so"
    }

    /// The folder of the library.
    static func folder(_ locations: NativeLocations) -> String {
        URL(fileURLWithPath: locations.path(of: .torch)).deletingLastPathComponent().path
    }

    /// The first digits of the SHA-256 over paths and texts.
    static let sourceHash: String = {
        var hash = SHA256()
        for (path, text) in sources { hash.update(Data("\(path)\n\(text)\n".utf8)) }
        return String(hash.finish().prefix(12))
    }()

    /// Compiles the shim unless it is there; returns its path.
    ///
    /// Takes half a minute. The file appears complete or not at all.
    ///
    /// - Throws: `NativeError` (failed) with what the compilers said.
    static func build(
        locations: NativeLocations, progress: (SetupProgress) -> Void
    ) throws(NativeError) -> String {
        let target = path(locations: locations)
        if FileManager.default.fileExists(atPath: target) { return target }
        let folder = folder(locations)
        guard let headers = headers(beside: folder) else {
            throw NativeError(
                .missing, "there are no headers of LibTorch beside \(folder)",
                hint: LibraryPin.torch.installHint)
        }
        let scratch = "\(folder)/.shim-\(UUID().uuidString)"
        try LibraryInstaller.attempt("write the sources of the shim") {
            for (path, text) in sources {
                let file = URL(fileURLWithPath: "\(scratch)/\(path)")
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
            }
            // One unit: LibTorch's headers, which take most of the time, are read once.
            let units = sources.map(\.path).filter { $0.hasSuffix(".cpp") }
            let unit = units.map { "#include \"\($0)\"\n" }.joined()
            try Data(unit.utf8).write(to: URL(fileURLWithPath: "\(scratch)/shim.cpp"))
        }
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        var reasons: [String] = []
        for compiler in compilers() {
            progress(.compiling(compiler: compiler))
            let made = "\(scratch)/shim.so"
            let words =
                [compiler, "-shared", "-fPIC", "-O3", "-fno-math-errno", "-std=c++20", "-isystem", headers]
                + ["\(scratch)/shim.cpp", "-L\(folder)", "-ltorch_cpu", "-lc10", "-o", made]
            let result = try ChildCommand.run(words, in: scratch)
            guard result.status == 0, FileManager.default.fileExists(atPath: made) else {
                reasons.append("\(compiler): \(result.complaint)")
                continue
            }
            try LibraryInstaller.attempt("put the shim into \(folder)") {
                try? FileManager.default.removeItem(atPath: target)
                try FileManager.default.moveItem(atPath: made, toPath: target)
            }
            return target
        }
        throw NativeError(
            .failed, "the shim for LibTorch could not be compiled: " + reasons.joined(separator: "; "),
            hint: "install a compiler for C++20, or name one in CXX")
    }

    /// The headers: inside the folder as `setup` installs them, or beside it as a Python package has them.
    private static func headers(beside folder: String) -> String? {
        ["\(folder)/include", "\(folder)/../include"].first {
            FileManager.default.fileExists(atPath: "\($0)/ATen/ATen.h")
        }
    }

    /// The compilers to try: the user's own, the one that comes with Swift, those of the system.
    private static func compilers() -> [String] {
        let environment = ProcessInfo.processInfo.environment
        var compilers: [String] = []
        if let given = environment["CXX"], !given.isEmpty { compilers.append(given) }
        let path = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map(String.init)
        for folder in path where FileManager.default.isExecutableFile(atPath: "\(folder)/swift") {
            let swift = URL(fileURLWithPath: "\(folder)/swift").resolvingSymlinksInPath()
            compilers.append(swift.deletingLastPathComponent().path + "/clang++")
        }
        compilers += ["clang++", "g++", "c++"]
        return compilers.filter { name in
            let places = name.contains("/") ? [name] : path.map { "\($0)/\(name)" }
            return places.contains { FileManager.default.isExecutableFile(atPath: $0) }
        }
    }
}
