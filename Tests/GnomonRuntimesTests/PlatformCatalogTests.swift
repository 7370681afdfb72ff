import GnomonData
import GnomonRuntimes
import Testing

@Suite("Platform names")
struct PlatformCatalogTests {
    @Test("a name says runtime, threads and level")
    func names() throws {
        let two = try Platform(named: "ort-cpu-2t")
        #expect(two.runtime == "onnxruntime" && two.threads == 2 && two.optimization == 99)
        let basic = try Platform(named: "ort-cpu-1t-O1")
        #expect(basic.optimization == 1 && basic.name == "ort-cpu-1t-O1")
        #expect(try Platform(named: "null").runtime == "null")
        #expect(try Platform(named: "simulated").runtime == "simulated")
    }

    @Test("OpenVINO's names say threads and the widest instructions")
    func openVINO() throws {
        let plain = try Platform(named: "openvino-cpu-2t")
        #expect(plain.runtime == "openvino" && plain.threads == 2 && plain.settings.isEmpty)
        let limited = try Platform(named: "openvino-cpu-1t-sse41")
        #expect(limited.settings == ["instructions": "sse41"] && limited.name == "openvino-cpu-1t-sse41")
    }

    @Test("the platforms of this machine have the names that lead to them, eight or more")
    func here() throws {
        let all = PlatformCatalog.here()
        #expect(Set(all.map(\.name)).count == all.count)
        for platform in all { #expect(try Platform(named: platform.name) == platform) }
        #expect(all.count >= 8)
    }

    @Test("one platform has one name")
    func canonical() throws {
        #expect(try Platform(named: "here") == Platform(named: "ort-cpu-1t"))
        #expect(try Platform(named: "ort-cpu-1t-O99") == Platform(named: "ort-cpu-1t"))
    }

    @Test(
        "an unknown name is an error that lists known ones",
        arguments: [
            "", "ort", "ort-cpu", "ort-cpu-0t", "ort-cpu-01t", "ort-cpu-1t-O3", "ort-cpu-1t-", "ort-cpu--1t",
            "openvino-cpu", "openvino-cpu-0t", "openvino-cpu-1t-sse9", "openvino-gpu-1t",
        ])
    func unknown(name: String) {
        let error = #expect(throws: RuntimeError.self) { try Platform(named: name) }
        #expect(error?.code == .unknownPlatform)
        #expect(error?.hint?.contains("ort-cpu-1t") == true)
    }

    @Test("every example of every card is a name")
    func examples() throws {
        for name in PlatformCatalog.examples { _ = try Platform(named: name) }
    }

    @Test("runtimes have distinct names, and an unknown one is an error")
    func runtimes() throws {
        let names = RuntimeCatalog.all.map { $0.card.name }
        #expect(Set(names).count == names.count)
        #expect(throws: RuntimeError.self) { try RuntimeCatalog.runtime(named: "none") }
    }
}
