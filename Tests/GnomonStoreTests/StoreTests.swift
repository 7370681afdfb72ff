import Foundation
import GnomonData
import GnomonStore
import Testing

@Suite("Store")
struct StoreTests {
    @Test("A measurement comes back with every field and every sample")
    func roundTrip() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.store)
        let measurement = sampleMeasurement()
        try store.add(measurement)
        #expect(try store.measurements(networkHash: "g1:aa", platformID: "p1") == [measurement])
        #expect(try store.measurements(platformID: "p1") == [measurement])
        #expect(try store.measurements(networkHash: "g1:aa", platformID: "p2").isEmpty)
        #expect(try store.measurements(networkHash: "g1:bb", platformID: "p1").isEmpty)
    }

    @Test("What was added is there after closing and opening again")
    func reopening() throws {
        let folder = try TemporaryFolder()
        let measurement = sampleMeasurement()
        do {
            let store = try Store(path: folder.store)
            try store.add(measurement)
            try store.addProfile(sampleProfile(7))
        }
        let again = try Store(path: folder.store)
        #expect(try again.measurements(platformID: "p1") == [measurement])
        #expect(try again.profiles(platformID: "p1") == [sampleProfile(7)])
        try again.check()
    }

    @Test("The folder of the store is made when it is missing")
    func makesFolder() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.path + "/a/b/store.sqlite")
        #expect(try store.counts() == StoreCounts())
    }

    @Test("The latest trusted measurement is the newest of grade A or B")
    func latestTrusted() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.store)
        #expect(try store.latestTrusted(networkHash: "g1:aa", platformID: "p1") == nil)
        try store.add(sampleMeasurement(grade: .c, startedAt: 50))
        #expect(try store.latestTrusted(networkHash: "g1:aa", platformID: "p1") == nil)
        let newest = sampleMeasurement(grade: .b, milliseconds: 2, startedAt: 40)
        try store.add(newest)
        try store.add(sampleMeasurement(grade: .a, milliseconds: 3, startedAt: 30))
        try store.add(sampleMeasurement(grade: .f, milliseconds: 4, startedAt: 60))
        #expect(try store.latestTrusted(networkHash: "g1:aa", platformID: "p1") == newest)
    }

    @Test("Measurements come oldest first, whatever the order of adding")
    func order() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.store)
        for time in [3.0, 1.0, 2.0] { try store.add(sampleMeasurement(startedAt: time)) }
        let times = try store.measurements(networkHash: "g1:aa", platformID: "p1").map(\.startedAt)
        #expect(times == [1, 2, 3])
    }

    @Test("A latency that is not a number, or negative, is refused and leaves nothing behind")
    func badNumbers() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.store)
        for milliseconds in [Double.nan, .infinity, -1] {
            let error = storeError { try store.add(sampleMeasurement(milliseconds: milliseconds)) }
            #expect(error?.code == .row)
        }
        var evidence = sampleMeasurement()
        evidence.evidence.cleanShare = .nan
        #expect(storeError { try store.add(evidence) }?.code == .row)
        #expect(try store.counts() == StoreCounts())
    }

    @Test("Names with quotes and SQL in them are only names")
    func hostileNames() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.store)
        let hash = "'; DROP TABLE measurement; --"
        let measurement = sampleMeasurement(networkHash: hash, platformID: "p\"1")
        try store.add(measurement)
        #expect(try store.measurements(networkHash: hash, platformID: "p\"1") == [measurement])
    }

    @Test("A network is kept once, under its first name")
    func networks() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.store)
        let row = NetworkRow(
            hash: "g1:aa", nodes: 49, macs: 1 << 40, parameters: 11_689_512, name: "resnet18")
        try store.add(row)
        var renamed = row
        renamed.name = "copy"
        try store.add(renamed)
        #expect(try store.network(hash: "g1:aa") == row)
        #expect(try store.network(hash: "g1:bb") == nil)
        #expect(try store.counts().networks == 1)
    }

    @Test("Platforms come back with their settings, ordered by name")
    func platforms() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.store)
        let second = PlatformRow(
            id: "00ff",
            platform: Platform(name: "ort-cpu-1t", runtime: "onnxruntime", settings: ["arena": "off"]))
        let first = PlatformRow(id: "11aa", platform: Platform(name: "null", runtime: "null"))
        try store.add(second)
        try store.add(first)
        try store.add(first)
        #expect(try store.platforms() == [first, second])
    }
}
