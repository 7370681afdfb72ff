import Foundation
import GnomonNative
import Testing

@Suite("Loading native libraries")
struct LoadingTests {
    @Test("Locations follow the environment: XDG folder, home, overrides")
    func locations() {
        let xdg = NativeLocations(environment: ["XDG_DATA_HOME": "/data", "HOME": "/home/a"])
        #expect(xdg.path(of: .lightGBM).hasPrefix("/data/gnomon/native/lightgbm/"))
        #expect(xdg.path(of: .lightGBM).hasSuffix("/lib_lightgbm.so"))
        let home = NativeLocations(environment: ["XDG_DATA_HOME": "relative", "HOME": "/home/a"])
        #expect(home.root == "/home/a/.local/share/gnomon/native")
        let given = NativeLocations(environment: ["GNOMON_LIGHTGBM": "/opt/x.so", "HOME": "/h"])
        #expect(given.path(of: .lightGBM) == "/opt/x.so")
        let folder = NativeLocations(root: "/", overrides: ["lightgbm": NSTemporaryDirectory()])
        #expect(folder.path(of: .lightGBM).hasSuffix("/lib_lightgbm.so"))
    }

    @Test("A library that is not there names the command that installs it")
    func missing() {
        let nowhere = NativeLocations(root: "/nowhere")
        let error = #expect(throws: NativeError.self) {
            try NativeLibrary.open(.onnxRuntime, locations: nowhere)
        }
        #expect(error?.code == .missing)
        #expect(error?.hint == "run 'gnomon setup onnxruntime'")
    }

    @Test("A file that is not a library, and a relative path, are refused")
    func refused() throws {
        let path = NSTemporaryDirectory() + "/gnomon-\(UUID().uuidString).so"
        try Data("no library".utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let error = #expect(throws: NativeError.self) { try NativeLibrary.open(name: "X", path: path) }
        #expect(error?.code == .unsupported)
        #expect(throws: NativeError.self) { try NativeLibrary.open(name: "X", path: "libm.so.6") }
    }

    @Test(
        "A symbol is called through its type, and a missing one is named",
        .enabled(
            if: FileManager.default.fileExists(atPath: Self.math), "needs the C mathematics library"))
    func symbols() throws {
        let library = try NativeLibrary.open(name: "libm", path: Self.math)
        typealias Unary = @convention(c) (Double) -> Double
        let root = try library.function("sqrt", as: Unary.self)
        #expect(root(81) == 9)
        let error = #expect(throws: NativeError.self) { try library.symbol("gnomon_no_such_symbol") }
        #expect(error?.code == .unsupported)
        #expect(error?.message.contains("gnomon_no_such_symbol") == true)
        #expect(error?.message.contains("libm") == true)
    }

    static let math = "/lib/x86_64-linux-gnu/libm.so.6"

    @Test("Every pin is complete, and names are unique")
    func pins() throws {
        for pin in LibraryPin.all {
            #expect(pin.sha256.count == 64)
            #expect(pin.sha256.allSatisfy { $0.isHexDigit })
            #expect(pin.wheel.hasSuffix(".whl"))
            #expect(pin.members.first?.contains("/") == true)
            #expect(pin.requirement == "\(pin.project)==\(pin.version)")
            #expect(try LibraryPin.named(pin.id) == pin)
        }
        #expect(Set(LibraryPin.all.map(\.id)).count == LibraryPin.all.count)
        #expect(throws: NativeError.self) { try LibraryPin.named("libnothing") }
    }
}
