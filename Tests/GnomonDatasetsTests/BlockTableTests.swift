import GnomonData
import GnomonDatasets
import Testing

@Suite("Published lookup tables")
struct BlockTableTests {
    @Test("the shared form and the published YAML give the same table")
    func forms() throws {
        let csv = try BlockTable(
            CSVTable(
                Array(
                    """
                    key,kind,count,std_ms,note10
                    Conv-input:224x224x3-output:112x112x24,Conv,500,0.5,0.994418
                    Logits-input:1x1x1536-output:1000,Logits,500,0.25,0.75

                    """.utf8)), device: "note10", imageSide: 224)
        let yaml = try BlockTable(
            yaml: """
                Conv-input:224x224x3-output:112x112x24:
                  count: 500
                  mean: 0.994418
                  std: 0.5
                'Logits-input:1x1x1536-output:1000':
                  count: 500
                  mean: 0.75
                  var: 0.0625
                """, device: "note10", imageSide: 224)
        #expect(csv == yaml)
        #expect(csv.entries["Logits-input:1x1x1536-output:1000"]?.deviation == 0.25)
    }

    @Test(
        "YAML of another form is refused",
        arguments: [
            "", "a: 1\n", "a:\n  count: 1\n", "a:\n  count: 1\n  mean: x\n", "a:\n  count: 1\n  mean: -1\n",
            "a:\n  count: 0\n  mean: 1\n", "a:\n  count: 1\n  mean: 1\na:\n  count: 1\n  mean: 1\n", "- a\n",
        ])
    func refused(_ text: String) {
        #expect(throws: DatasetError.self) { try BlockTable(yaml: text, device: "x", imageSide: 224) }
    }
}
