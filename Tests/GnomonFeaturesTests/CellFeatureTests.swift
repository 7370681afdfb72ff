import GnomonFeatures
import GnomonSpaces
import GnomonTestKit
import Testing

@Suite("Features of cells")
struct CellFeatureTests {
    @Test(
        "the contracted graph has known numbers",
        arguments: [
            ([3, 0, 1, 0, 4, 2], [1.0, 0, 3, 1, 1, 1, 1, 1, 1, 2, 10, 1, 1, 1, 1, 2, 0, 0, 0]),
            ([4, 2, 1, 1, 2, 1], [3.0, 0, 4, 2, 2, 0, 0, 1, 1, 2, 2, 0, 1, 2, 0, 1, 0, 0, 0]),
        ])
    func contraction(_ codes: [Int], _ expected: [Double]) throws {
        let row = try CellFeatures().row(Architecture(codes))
        #expect(row.count == 57)
        #expect(CellFeatures().columns.count == 57)
        #expect(Set(CellFeatures().columns).count == 57)
        #expect(Array(row.suffix(19)) == expected)
    }

    @Test("what is dead does not count")
    func dead() throws {
        // Node 1 reaches node 3 by nothing: its convolution is dead.
        let with = try CellFeatures().row(Architecture([3, 0, 0, 2, 0, 0]))
        let without = try CellFeatures().row(Architecture([0, 0, 0, 2, 0, 0]))
        #expect(with == without)
        #expect(with[30...33].reduce(0, +) == 0.5)
    }

    @Test("a cell has the features of itself without its dead parts, all over the space")
    func liveParts() throws {
        for architecture in NASBench201().sample(500, seed: 5) {
            let live = Architecture(CellGraph.liveCodes(architecture.genes))
            #expect(try CellFeatures().row(architecture) == CellFeatures().row(live))
        }
    }

    @Test("genes of another space are refused")
    func refused() {
        #expect(throws: SpaceError.self) { try CellFeatures().row(Architecture([1, 2])) }
        #expect(throws: SpaceError.self) { try CellFeatures().row(Architecture([5, 0, 0, 0, 0, 0])) }
    }
}

@Suite("Features of the graphs of cells")
struct CellGraphFeatureTests {
    private func number(_ column: String, _ codes: [Int]) throws -> Double {
        let features = CellGraphFeatures()
        return try features.row(Architecture(codes))[#require(features.columns.firstIndex(of: column))]
    }

    @Test("sums stand at each reader, and one that two operators read counts twice")
    func sums() throws {
        // Node 1 is a 3x3 convolution, node 2 the sum of it and of a 1x1; two operators read node 2's sum... by
        // edges 1>3 and 2>3: the pool reads one tensor, the 3x3 reads the sum.
        let codes = [3, 2, 1, 0, 4, 3]
        #expect(try number("pool reads 1", codes) == 1)
        #expect(try number("3x3 reads 2", codes) == 1)
        #expect(try number("output reads", codes) == 2)
        #expect(try number("sums", codes) == 2)
        #expect(try number("distinct additions", codes) == 2)
        #expect(try number("path 3x3", codes) == 2)
        #expect(try number("input>3x3", codes) == 1)
        #expect(try number("3x3>pool", codes) == 1)
    }

    @Test("cells whose graphs are the same have the same numbers, and no two columns have one name")
    func sameGraphs() throws {
        let space = NASBench201()
        #expect(CellGraphFeatures().columns.count == 54)
        #expect(Set(CellGraphFeatures().columns).count == 54)
        var rows: [String: [Double]] = [:]
        for architecture in space.sample(1500, seed: 4) {
            let row = try CellGraphFeatures().row(architecture)
            #expect(row.count == 54)
            let key = ArchitectureIdentity.key(of: architecture, in: space)
            if let known = rows[key] { #expect(known == row) }
            rows[key] = row
        }
        #expect(rows.count < 1450)
    }

    @Test(
        "the numbers are those of another implementation",
        arguments: [
            (
                [3, 2, 1, 0, 4, 3],
                [
                    1, 0, 0, 1, 1, 0, 1, 0, 0, 2, 2, 1, 2, 2, 3, 1, 0, 2, 0, 1, 1, 0, 0, 0, 1, 0,
                    0, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1, 2, 1, 2, 18, 2, 1, 1, 2, 1, 1, 0, 0, 1, 1, 0,
                    0, 0,
                ]
            ),
            (
                [2, 3, 4, 1, 2, 3],
                [
                    2, 0, 0, 1, 1, 0, 1, 0, 0, 3, 3, 1, 2, 3, 4, 1, 0, 3, 1, 1, 1, 0, 1, 1, 0, 1,
                    1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 2, 2, 1, 3, 18, 2, 1, 2, 2, 1, 1, 0, 1, 0, 1, 0,
                    1, 0,
                ]
            ),
        ])
    func golden(_ codes: [Int], _ expected: [Double]) throws {
        #expect(try CellGraphFeatures().row(Architecture(codes)) == expected)
    }
}

@Suite("Schedules of cells")
struct CellScheduleTests {
    @Test(
        "the times are those of another implementation",
        arguments: [
            (
                [3, 2, 1, 0, 4, 3],
                [3, 3, 3, 6.6, 6.6, 6.6, 18.4, 18.4, 18.4, 5, 5, 5]
            ),
            (
                [2, 3, 4, 1, 2, 3],
                [4.5, 4.5, 4.5, 6.9, 6.9, 6.9, 18.6, 18.6, 18.6, 6.5, 6.5, 6.5]
            ),
            (
                [3, 3, 3, 3, 3, 3],
                [4.5, 4.5, 4.5, 9.9, 9.9, 9.9, 27.6, 27.6, 27.6, 7.5, 7.5, 7.5]
            ),
        ])
    func golden(_ codes: [Int], _ expected: [Double]) throws {
        let row = try CellScheduleFeatures().row(Architecture(codes))
        #expect(row.count == expected.count)
        for (found, wanted) in zip(row, expected) { #expect(abs(found - wanted) < 1e-9) }
    }

    @Test("two or three workers are never faster than the longest path, all over the space")
    func bounds() throws {
        for architecture in NASBench201().sample(600, seed: 6) {
            let row = try CellScheduleFeatures().row(architecture)
            for guess in 0..<4 {
                let path = row[3 * guess + 2]
                #expect(row[3 * guess] >= path - 1e-9 && row[3 * guess + 1] >= path - 1e-9)
            }
        }
    }
}
