import Foundation
import GnomonApp
import Testing

@Suite("Where things are kept")
struct SettingsTests {
    @Test("the data folder follows XDG_DATA_HOME, else the home folder")
    func folders() {
        let given = Settings(environment: ["XDG_DATA_HOME": "/data", "HOME": "/home/me"])
        #expect(given.dataFolder == "/data/gnomon")
        #expect(given.storePath == "/data/gnomon/store.sqlite")
        let home = Settings(environment: ["HOME": "/home/me"])
        #expect(home.dataFolder == "/home/me/.local/share/gnomon")
        #expect(home.storePath == "/home/me/.local/share/gnomon/store.sqlite")
    }

    @Test(
        "empty and relative values count as absent, and store and predictors stay together",
        arguments: ["", "data"])
    func unusable(value: String) {
        let settings = Settings(environment: ["XDG_DATA_HOME": value, "HOME": "/home/me"])
        #expect(settings.dataFolder == "/home/me/.local/share/gnomon")
        #expect(settings.storePath.hasPrefix(settings.dataFolder))
    }

    @Test("GNOMON_STORE moves the store alone")
    func store() {
        let settings = Settings(environment: ["GNOMON_STORE": "/other/s.sqlite", "XDG_DATA_HOME": "/data"])
        #expect(settings.storePath == "/other/s.sqlite")
        #expect(settings.dataFolder == "/data/gnomon")
    }

    @Test("learned platforms are the predictor folders, in order")
    func learned() throws {
        let files = try Files()
        defer { files.remove() }
        #expect(files.settings.learnedPlatforms() == [])
        for name in ["ort-cpu-2t", "null"] {
            try FileManager.default.createDirectory(
                atPath: files.settings.predictorFolder(platform: name), withIntermediateDirectories: true)
        }
        #expect(files.settings.learnedPlatforms() == ["null", "ort-cpu-2t"])
    }

    @Test("a platform learned with several systems is one platform, and kernel-boost is the best of them")
    func systems() throws {
        let files = try Files()
        defer { files.remove() }
        for system in [LearnSystem.blackBox, .nnMeter] {
            try FileManager.default.createDirectory(
                atPath: files.settings.predictorFolder(platform: "null", system: system),
                withIntermediateDirectories: true)
        }
        #expect(files.settings.learnedPlatforms() == ["null"])
        #expect(files.settings.learnedSystems(platform: "null") == [.nnMeter, .blackBox])
        try FileManager.default.createDirectory(
            atPath: files.settings.predictorFolder(platform: "null"), withIntermediateDirectories: true)
        #expect(files.settings.learnedSystems(platform: "null").first == .kernelBoost)
        #expect(files.settings.learnedSystems(platform: "ort-cpu-1t") == [])
    }
}
