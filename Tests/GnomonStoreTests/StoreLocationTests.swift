import GnomonStore
import Testing

@Suite("Where the store lies")
struct StoreLocationTests {
    @Test("GNOMON_STORE wins, then XDG_DATA_HOME, then the home folder")
    func precedence() {
        let all = ["GNOMON_STORE": "/x/s.sqlite", "XDG_DATA_HOME": "/data", "HOME": "/home/a"]
        #expect(StoreLocation.path(environment: all) == "/x/s.sqlite")
        let data = ["XDG_DATA_HOME": "/data", "HOME": "/home/a"]
        #expect(StoreLocation.path(environment: data) == "/data/gnomon/store.sqlite")
        let home = ["HOME": "/home/a"]
        #expect(StoreLocation.path(environment: home) == "/home/a/.local/share/gnomon/store.sqlite")
    }

    @Test("Empty variables and a relative data folder count as absent")
    func emptyValues() {
        let environment = ["GNOMON_STORE": "", "XDG_DATA_HOME": "relative", "HOME": "/home/a"]
        #expect(StoreLocation.path(environment: environment) == "/home/a/.local/share/gnomon/store.sqlite")
    }

    @Test("Without any variable there is still an absolute path")
    func nothing() {
        #expect(StoreLocation.path(environment: [:]).hasPrefix("/"))
        #expect(StoreLocation.default.hasSuffix(".sqlite") || !StoreLocation.default.isEmpty)
    }
}
