import ArgumentParser
import GnomonApp
import GnomonNative

struct Setup: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fetches native libraries: pinned wheels, verified by SHA-256.",
        discussion: """
            EXAMPLES
              gnomon setup
              gnomon setup openvino
              gnomon setup onnxruntime --from ~/wheels
              gnomon setup torch

            OpenVINO and LibTorch are runtimes with platforms of their own: fetched when named, 88 MB and 500 MB.
            """)

    @Argument(help: "Libraries; if none is named, those that are needed to measure and learn at all.")
    var libraries: [String] = []

    @Option(name: .customLong("from"), help: "A folder with the wheels, asked before the network.")
    var folder: String?

    func run() throws {
        do throws(NativeError) {
            var pins: [LibraryPin] = []
            for name in libraries { pins.append(try LibraryPin.named(name)) }
            if pins.isEmpty { pins = LibraryPin.all.filter { !$0.isOptional } }
            let installer = LibraryInstaller()
            for pin in pins {
                let path = try installer.install(pin, from: folder) { step in
                    if let line = Self.line(step) { Console.note("\(pin.displayName): \(line)") }
                }
                Console.result("\(pin.id) \(pin.version) \(path)\n")
            }
        } catch {
            AppError(error).end()
        }
    }

    private static func line(_ step: SetupProgress) -> String? {
        switch step {
        case .present: "already there"
        case .fetching(let wheel, let source): "fetching \(wheel) from \(source)"
        case .notThere(let source, let reason): "not from \(source): \(reason)"
        case .verifying: "checking the hash"
        case .unpacking: nil
        case .compiling(let compiler): "compiling the shim with \(compiler); takes half a minute"
        case .installed: "installed"
        }
    }
}
