import Foundation
import GnomonStore
import Testing

@Suite("Kernel profiles in the store")
struct ProfileTests {
    @Test("Profiles come back in the order they were added, for their platform only")
    func order() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.store)
        let rows = [sampleProfile(.max), sampleProfile(3), sampleProfile(3)]
        for row in rows { try store.addProfile(row) }
        try store.addProfile(sampleProfile(1, platformID: "p2"))
        #expect(try store.profiles(platformID: "p1") == rows)
        #expect(try store.profileCount(platformID: "p1") == 3)
        #expect(try store.profileCount(platformID: "p3") == 0)
    }

    @Test("Reading one at a time gives the same as reading all")
    func streaming() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.store)
        try store.addProfiles((0..<100).map { sampleProfile($0) })
        var seeds: [UInt64] = []
        try store.forEachProfile(platformID: "p1") { seeds.append($0.seed) }
        #expect(seeds == Array(0..<100))
    }

    @Test("Of a batch with a broken row nothing is kept")
    func atomicBatch() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.store)
        var broken = sampleProfile(2)
        broken.recordedAt = .nan
        let error = storeError { try store.addProfiles([sampleProfile(1), broken]) }
        #expect(error?.code == .row)
        #expect(try store.counts().profiles == 0)
    }

    @Test("An empty payload is kept as an empty payload")
    func emptyPayload() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.store)
        var row = sampleProfile(1)
        row.payload = Data()
        try store.addProfile(row)
        #expect(try store.profiles(platformID: "p1") == [row])
    }
}
