import Foundation
import GnomonData
import GnomonStatistics
import Testing

@testable import GnomonStore

@Suite("Sample blob")
struct SampleBlobTests {
    @Test("Samples come back exactly, extremes included", arguments: 0..<12)
    func roundTrip(count: Int) throws {
        var generator = SeededGenerator(seed: UInt64(count))
        let extremes: [Int64] = [.min, .max, 0, -1, 1]
        let samples = (0..<count).map { index in
            Launch.Sample(
                wall: index % 2 == 0 ? extremes[index % 5] : Int64(bitPattern: generator.next()),
                cpu: index % 3 == 0 ? extremes[(index + 2) % 5] : Int64(bitPattern: generator.next()),
                isClean: index % 4 != 1, isWarmup: generator.next() % 2 == 0, repeats: 1 << index,
                round: index / 3, position: index % 3, marks: index % 4 == 1 ? [.switched, .migrated] : [])
        }
        #expect(try SampleBlob.decode(SampleBlob.encode(samples)) == samples)
    }

    @Test("Steady samples take at most eight bytes each")
    func compact() {
        var generator = SeededGenerator(seed: 1)
        let samples = (0..<1000).map { _ in
            Launch.Sample(
                wall: 12_000_000 + Int64(generator.uniform() * 40_000),
                cpu: 11_990_000 + Int64(generator.uniform() * 40_000), isClean: true, isWarmup: false)
        }
        #expect(SampleBlob.encode(samples).count < 8 * samples.count)
        // Undisturbed, processor time follows elapsed time.
        let quiet = samples.map {
            Launch.Sample(wall: $0.wall, cpu: $0.wall - 2_000, isClean: true, isWarmup: false)
        }
        #expect(SampleBlob.encode(quiet).count < 5 * samples.count)
    }

    @Test("A blob cut at any byte is refused, and so is one with bytes to spare")
    func cut() {
        let blob = SampleBlob.encode(sampleMeasurement().launches[0].samples)
        for length in 0..<blob.count {
            #expect(throws: SampleBlob.Malformed.self) { try SampleBlob.decode(blob.prefix(length)) }
        }
        #expect(throws: SampleBlob.Malformed.self) { try SampleBlob.decode(blob + [0]) }
    }

    @Test("A count of 2^63 samples, an endless number and an unknown version are refused without allocating")
    func hostile() {
        let huge = Data([1] + [UInt8](repeating: 0xFF, count: 9) + [1])
        let endless = Data([1] + [UInt8](repeating: 0xFF, count: 40))
        for blob in [huge, endless, Data([4, 0]), Data()] {
            #expect(throws: SampleBlob.Malformed.self) { try SampleBlob.decode(blob) }
        }
    }

    @Test("Flipping any bit gives samples or an error, never a trap")
    func bitFlips() {
        let blob = SampleBlob.encode(Array(sampleMeasurement().launches[0].samples.prefix(9)))
        for index in blob.indices {
            for bit in 0..<8 {
                var copy = blob
                copy[index] ^= 1 << UInt8(bit)
                _ = try? SampleBlob.decode(copy)
            }
        }
    }

    @Test("Samples of the first version are still read")
    func firstVersion() throws {
        // Two samples: the first clean, the second of the warm-up; 5 and 6 ns elapsed, 4 and 4 ns of processor.
        let samples = try SampleBlob.decode(Data([1, 2, 0b1001, 10, 2, 8, 0]))
        #expect(samples.map(\.wall) == [5, 6])
        #expect(samples.map(\.cpu) == [4, 4])
        #expect(samples.map(\.isClean) == [true, false])
        #expect(samples.map(\.isWarmup) == [false, true])
    }

    @Test("Samples of the second version are still read")
    func secondVersion() throws {
        // 5 and 6 ns elapsed, 4 and 4 of processor; flags 0 and 1, one repeat each, round 0, positions 0 and 1.
        let samples = try SampleBlob.decode(
            Data([2, 2, 10, 2, 8, 0, 0, 1, 2, 1, 2, 1, 0, 1, 0, 2, 0, 1, 2, 1]))
        #expect(
            samples == [
                .init(wall: 5, cpu: 4, isClean: true, isWarmup: false),
                .init(wall: 6, cpu: 4, isClean: false, isWarmup: false, position: 1, marks: [.switched]),
            ])
    }
}
