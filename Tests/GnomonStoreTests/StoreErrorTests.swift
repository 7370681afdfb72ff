import GnomonStore
import Testing

@Suite("Store errors")
struct StoreErrorTests {
    @Test("The sentence names the file, what happened and the way out")
    func description() {
        let error = StoreError(.busy, "another process is using the store", path: "/s", hint: "try again")
        #expect(error.description == "/s: another process is using the store; try again")
        #expect(error.code.rawValue == "store.busy")
        #expect(StoreError(.row, "m", path: "/s").description == "/s: m")
    }

    @Test("Only a lock and a full disk pass by themselves")
    func passing() {
        let passing = [StoreError.Code.busy, .full]
        for code in passing { #expect(StoreError(code, "m", path: "/s").isPassing) }
        for code in [StoreError.Code.damaged, .newer, .unavailable, .row, .failed] {
            #expect(!StoreError(code, "m", path: "/s").isPassing)
        }
    }
}
