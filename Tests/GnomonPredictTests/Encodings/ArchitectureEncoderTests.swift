import GnomonSpaces
import Testing

@testable import GnomonPredict

@Suite("Encodings that need no library")
struct ArchitectureEncoderTests {
    let space = FBNet()

    @Test("Columns are scaled each for itself, and one that does not vary says nothing")
    func scales() {
        let rows: [[Double]] = [[1, 5, 0], [3, 5, 4], [2, 5, 0]]
        #expect(ColumnScale.range.columns(of: rows) == [[0, 0, 0], [1, 0, 1], [0.5, 0, 0]])
        let standard = ColumnScale.standard.columns(of: rows.map { Array($0.prefix(2)) })
        #expect(abs(standard.reduce(0.0) { $0 + $1[0] }) < 1e-12)
        #expect(abs(standard.reduce(0.0) { $0 + $1[0] * $1[0] } - 3) < 1e-12)
        #expect(standard.allSatisfy { $0[1] == 0 })
        let logs = ColumnScale.logRange.columns(of: [[0], [9], [99]]).joined()
        #expect(zip(logs, [0, 0.5, 1]).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(ColumnScale.range.columns(of: []).isEmpty)
    }

    @Test("Published proxies are read and scaled; what was not published is refused with how many")
    func published() throws {
        let pool = space.sample(12, seed: 1)
        var table: [Architecture: [Double]] = [:]
        for (place, architecture) in pool.enumerated() {
            table[architecture] = ZeroCostProxy.allCases.indices.map { Double(place * ($0 + 1)) }
        }
        let encoder = ArchitectureEncoder(pool, in: space, folder: nil, published: table)
        let rows = try encoder.encode(.zcpPublished)
        #expect(rows == ZeroCostProxy.scaled(pool.map { table[$0] ?? [] }))
        #expect(try encoder.encode(.zcpPublished, rows: [3, 7]).map(\.count) == [13, 13])
        for missing in pool[..<2] { table[missing] = nil }
        let partly = ArchitectureEncoder(pool, in: space, folder: nil, published: table)
        #expect { try partly.encode(.zcpPublished) } throws: { "\($0)".contains("2 architectures of fbnet") }
        #expect(try partly.encode(.zcpPublished, rows: [5, 6]).count == 2)
    }
}
