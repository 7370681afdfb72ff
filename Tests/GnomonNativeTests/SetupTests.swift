import Foundation
import GnomonDigest
import Testing

@testable import GnomonNative

@Suite("Setting native libraries up")
struct SetupTests {
    let folder = NSTemporaryDirectory() + "/gnomon-setup-\(UUID().uuidString)"

    /// A small wheel made with Python, and its pin.
    func makeWheel() throws -> LibraryPin {
        try FileManager.default.createDirectory(
            atPath: folder + "/made/demo/lib", withIntermediateDirectories: true)
        for name in ["libdemo.so", "other.so"] {
            try Data(name.utf8).write(to: URL(fileURLWithPath: "\(folder)/made/demo/lib/\(name)"))
        }
        let wheel = "demo-1.0-py3-none-any.whl"
        let words = [
            "python3", "-m", "zipfile", "-c", "\(folder)/\(wheel)", "\(folder)/made/demo",
        ]
        let result = try ChildCommand.run(words, in: folder)
        try #require(result.status == 0, "needs python3 to make a zip archive: \(result.complaint)")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(wheel)"))
        return LibraryPin(
            id: "demo", displayName: "Demo", version: "1.0", project: "demo", wheel: wheel,
            sha256: SHA256.hex(of: bytes), members: ["demo/lib/libdemo.so"])
    }

    func leftovers(_ root: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: root + "/demo")) ?? []
    }

    @Test("A wheel in a folder is verified, and only the listed member is unpacked")
    func installs() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let pin = try makeWheel()
        let installer = LibraryInstaller(
            locations: NativeLocations(root: folder + "/root"), usesNetwork: false)
        var steps: [SetupProgress] = []
        let path = try installer.install(pin, from: folder) { steps.append($0) }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "libdemo.so")
        #expect(leftovers(folder + "/root") == ["1.0"])
        let kept = try FileManager.default.contentsOfDirectory(atPath: folder + "/root/demo/1.0")
        #expect(kept == ["libdemo.so"])
        #expect(steps.last == .installed(path: path))
        var again: [SetupProgress] = []
        #expect(try installer.install(pin, from: nil) { again.append($0) } == path)
        #expect(again == [.present(path: path)])
    }

    @Test("A wheel with another hash is refused and leaves nothing behind")
    func badHash() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var pin = try makeWheel()
        pin.sha256 = String(repeating: "0", count: 64)
        let installer = LibraryInstaller(
            locations: NativeLocations(root: folder + "/root"), usesNetwork: false)
        let error = #expect(throws: NativeError.self) { try installer.install(pin, from: folder) }
        #expect(error?.code == .badHash)
        #expect(leftovers(folder + "/root").isEmpty)
    }

    @Test("A missing wheel, or one without the member, is a fetch error and leaves nothing behind")
    func missing() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var pin = try makeWheel()
        let installer = LibraryInstaller(
            locations: NativeLocations(root: folder + "/root"), usesNetwork: false)
        pin.members = ["demo/lib/absent.so"]
        var error = #expect(throws: NativeError.self) { try installer.install(pin, from: folder) }
        #expect(error?.code == .fetch)
        error = #expect(throws: NativeError.self) { try installer.install(pin, from: "/nowhere") }
        #expect(error?.code == .fetch)
        #expect(error?.message.contains("/nowhere") == true)
        #expect(leftovers(folder + "/root").isEmpty)
    }

    @Test("A link on an index page is found by its file name, relative or not")
    func index() {
        let html = """
            <a href="../../packages/aa/x-1.0.whl#sha256=00">x</a>
            <a href="https://files.example/bb/y-1.0.whl#sha256=11">y</a>
            """
        let page = "https://index.example/simple/x/"
        #expect(
            SimpleIndex.address(of: "x-1.0.whl", in: html, page: page)
                == "https://index.example/packages/aa/x-1.0.whl")
        #expect(
            SimpleIndex.address(of: "y-1.0.whl", in: html, page: page)
                == "https://files.example/bb/y-1.0.whl")
        #expect(SimpleIndex.address(of: "z.whl", in: html, page: page) == nil)
    }

    @Test("A library that is not there is reported with the way out")
    func status() {
        let all = NativeCatalog.status(locations: NativeLocations(root: "/nowhere"))
        #expect(all.map(\.library) == LibraryPin.all.map(\.id))
        for status in all {
            #expect(!status.isFound && !status.works)
            #expect(status.hint == "run 'gnomon setup \(status.library)'")
        }
    }

    @Test("A library that is there is asked for its version and works", arguments: LibraryPin.all.map(\.id))
    func works(id: String) throws {
        let entry = try #require(NativeCatalog.entries.first { $0.pin.id == id })
        let status = NativeCatalog.status(of: entry)
        #expect(status.works == status.isFound)
        #expect(status.version == (status.isFound ? entry.pin.version : nil))
        #expect((status.problem == nil) == status.isFound)
    }

    @Test(
        "LightGBM computes what it should",
        .enabled(if: NativeLocations.current.hasLibrary(.lightGBM), "needs 'gnomon setup lightgbm'"))
    func lightGBM() throws {
        try LightGBM().selfTest()
    }
}
