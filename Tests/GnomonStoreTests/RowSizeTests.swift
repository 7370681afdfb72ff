import Foundation
import GRDB
import GnomonData
import Testing

@testable import GnomonStore

@Suite("What a measurement takes in the store")
struct RowSizeTests {
    private func number(_ path: String, _ sql: String) throws -> Int {
        let raw = try DatabaseQueue(path: path)
        return try raw.read { try Int.fetchOne($0, sql: sql) ?? 0 }
    }

    @Test("What measurements share is kept once, and what differs is not lost")
    func sharing() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.store)
        var measurements = (0..<20).map { sampleMeasurement(startedAt: Double($0)) }
        measurements[3].fingerprint.context = ["load": "7"]
        measurements[4].fingerprint.epoch = ["kernel": "7"]
        measurements[5].provenance?.rules.noise?.floors = ["cache": 9]
        measurements[6].provenance?.rules.noise = nil
        measurements[7].provenance = nil
        try store.add(measurements)
        #expect(try store.measurements(platformID: "p1") == measurements)
        #expect(try number(folder.store, "SELECT count(*) FROM fact") == 4)
        let raw = try DatabaseQueue(path: folder.store)
        for sql in ["UPDATE fact SET json = ''", "DELETE FROM fact"] {
            #expect(throws: DatabaseError.self) { try raw.write { try $0.execute(sql: sql) } }
        }
    }

    @Test("Of several measurements with one that is broken nothing is kept")
    func atomicBatch() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.store)
        let error = storeError {
            try store.add([sampleMeasurement(), sampleMeasurement(milliseconds: .nan)])
        }
        #expect(error?.code == .row)
        #expect(try store.counts() == StoreCounts())
    }

    @Test("A row of the table of measurements does not grow with its samples")
    func samplesApart() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.store)
        var large = sampleMeasurement(startedAt: 2)
        large.launches[0].samples = (0..<5000).map { (index: Int) -> Launch.Sample in
            Launch.Sample(
                wall: 12_000_000 + Int64(index * 7919 % 40_000), cpu: 11_990_000, isClean: true,
                isWarmup: false,
                round: index / 5, position: index % 5)
        }
        large.launches[0].rounds = (0..<1000).map { (index: Int) -> Launch.Round in
            Launch.Round(
                nanoseconds: 200_000_000 + Int64(index * 7919 % 1_000_000), stalled: Int64(index % 97),
                stolen: 0)
        }
        try store.add([sampleMeasurement(startedAt: 1), large])
        let texts = "length(reasons || evidence || kernels || fingerprint || provenance || network_hash)"
        let sizes = "SELECT max(\(texts)) - min(\(texts)) FROM measurement"
        #expect(try number(folder.store, sizes) == 0)
        #expect(try number(folder.store, "SELECT max(\(texts)) FROM measurement") < 1200)
        #expect(try number(folder.store, "SELECT max(length(samples)) FROM launch") < 5 * 5000)
        #expect(try number(folder.store, "SELECT max(length(rounds)) FROM launch") < 6 * 1000)
        #expect(try store.measurements(platformID: "p1").last == large)
    }

    @Test("Rounds come back exactly, whatever the machine does not show", arguments: 0..<9)
    func rounds(count: Int) throws {
        let extremes: [Int64?] = [nil, .min, .max, 0, -1]
        let rounds = (0..<count).map { (index: Int) -> Launch.Round in
            Launch.Round(
                nanoseconds: .max - Int64(index), stalled: extremes[index % 5],
                memoryStalled: extremes[(index + 1) % 5], ioStalled: nil, stolen: 0,
                throttles: extremes[(index * 3 + 2) % 5], frequency: index % 2 == 0 ? 3_000_000 : nil)
        }
        let blob = RoundBlob.encode(rounds)
        #expect(try RoundBlob.decode(blob) == rounds)
        for length in 0..<blob.count {
            #expect(throws: SampleBlob.Malformed.self) { try RoundBlob.decode(blob.prefix(length)) }
        }
        #expect(throws: SampleBlob.Malformed.self) { try RoundBlob.decode(blob + [0]) }
        for index in blob.indices {
            var copy = blob
            copy[index] ^= 0x81
            _ = try? RoundBlob.decode(copy)
        }
    }
}
