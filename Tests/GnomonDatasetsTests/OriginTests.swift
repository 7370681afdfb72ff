import Foundation
import GnomonData
import GnomonDatasets
import GnomonSpaces
import Testing

@Suite("Public forms of data sets")
struct OriginTests {
    /// Three cells under indices that are not their numbers in base 5.
    private func index() throws -> ArchitectureIndex {
        let space = NASBench201()
        var text = "index,ops,arch_str,cifar10_test,cifar100_test,imagenet16_120_test\n"
        for (index, codes) in [(7, "240333"), (9, "301042"), (12, "222222")] {
            text += "\(index),\(codes),\(space.format(try space.parse(codes))),1,2,3\n"
        }
        return ArchitectureIndex(try ScoreTable(nasBench201Accuracies: CSVTable(Array(text.utf8))))
    }

    @Test("NNLQP's labels: the number of a file is its cell, most significant digit first")
    func nnlqp() throws {
        let found = try NNLQPLabels.table(
            """
            00001 onnx/nnmeter_alexnet/nnmeter_alexnet_transform_0000.onnx 1 2.06137 alexnet 1 train
            18001 onnx/nasbench201/10062.onnx 1 0.714539 nasbench201 1 train
            """, index: index())
        #expect(found.table.indices == [7])
        #expect(found.table.milliseconds == [[0.714539]])
        #expect(found.numbers == [10062])
        #expect(found.parts == ["train"])
        let text = DatasetText.csv(
            found.table, form: try DatasetCatalog.form(named: "nnlqp"),
            keys: { text in [(try? NASBench201().parse(text))?.genes.map(String.init).joined() ?? ""] },
            others: [found.numbers.map(String.init), found.parts])
        #expect(text == "index,ops,nnlqp_id,split,gtx1660_trt71_fp32\n7,240333,10062,train,0.714539\n")
        let read = try LatencyDataset(
            CSVTable(Array(text.utf8)), form: DatasetCatalog.form(named: "nnlqp"))
        #expect(read.table.milliseconds == found.table.milliseconds)
        #expect(read.split == ["train"])
    }

    @Test(
        "NNLQP's labels of another form are refused",
        arguments: [
            "", "1 onnx/nasbench201/10062.onnx 1 -3 nasbench201 1 train",
            "1 onnx/nasbench201/x.onnx 1 1 nasbench201 1 train",
            "1 onnx/nasbench201/99999.onnx 1 1 nasbench201 1 train", "1 2 3",
            "1 onnx/nasbench201/10062.onnx 1 1 nasbench201 1 holdout",
        ])
    func badNNLQP(_ text: String) throws {
        let index = try index()
        #expect(throws: DatasetError.self) { try NNLQPLabels.table(text, index: index) }
    }

    private let child =
        "\"{'wid': None, 'ks': [7, 7, 3, 3, 5, 7, 3, 7, 3, 7, 3, 7, 5, 7, 7, 5, 5, 5, 7, 5], 'e': [6, 3, 4, 4, 3, 6, 4, 6, "
        + "6, 3, 4, 6, 6, 3, 3, 4, 6, 4, 6, 6], 'd': [2, 4, 2, 3, 3], 'r': [208]}\""

    @Test("Once-for-all dictionaries become the text of the space, without layers that are not there")
    func onceForAll() throws {
        let table = try OnceForAllCSV.table(
            "child_arch,latency\n\(child),20.59500217437744\n", device: "2080ti", width: 1)
        #expect(table.space == "ofa-mbv3-w1.0")
        #expect(table.architectures == ["77335737373357735573:63333646633363336463:24233:208"])
        #expect(table.milliseconds == [[20.59500217437744]])
    }

    @Test("files whose rows share a few labels are refused, and so are broken lines")
    func sharedLabels() {
        let many = (0..<1000).map { "\(child),\(1 + $0 % 90)\n" }.joined()
        let error = #expect(throws: DatasetError.self) {
            try OnceForAllCSV.table("child_arch,latency\n" + many, device: "x", width: 1)
        }
        #expect(error?.code == .check)
        for text in [
            "", "child_arch,latency\n", "child_arch,latency\n{},1\n", "a,b\n",
            "child_arch,latency\n\(child),0\n",
        ] {
            #expect(throws: DatasetError.self) { try OnceForAllCSV.table(text, device: "x", width: 1) }
        }
    }

    @Test(
        "eagle's pickles give milliseconds, of plain numbers and of NumPy's, in every protocol",
        arguments: [
            "gAJ9cQAoKEsDSwBLAUsASwRLAnRxAUc/iTC+De0ojShLAksCSwJLAksCSwJ0cQJHP+AAAAAAAAB1Lg==",
            "gASVNQAAAAAAAAB9lCgoSwNLAEsBSwBLBEsCdJRHP4kwvg3tKI0oSwJLAksCSwJLAksCdJRHP+AAAAAAAAB1Lg==",
            "gAN9cQAoKEsDSwBLAUsASwRLAnRxAWNudW1weS5fY29yZS5tdWx0aWFycmF5CnNjYWxhcgpxAmNudW1weQpkdHlwZQpxA1gCAAAAZjhxBImIh3EFUnEGKEsDWAEAAAA8cQdOTk5K/////0r/////SwB0cQhiQwiNKO0NvjCJP3EJhnEKUnELKEsCSwJLAksCSwJLAnRxDGgCaAZDCAAAAAAAAOA/cQ2GcQ5ScQ91Lg==",
            "gASVnwAAAAAAAAB9lCgoSwNLAEsBSwBLBEsCdJSMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAZzY2FsYXKUk5SMBW51bXB5lIwFZHR5cGWUk5SMAmY4lImIh5RSlChLA4wBPJROTk5K/////0r/////SwB0lGJDCI0o7Q2+MIk/lIaUUpQoSwJLAksCSwJLAksCdJRoBGgKQwgAAAAAAADgP5SGlFKUdS4=",
        ])
    func eagle(_ base64: String) throws {
        let bytes = try Array(#require(Data(base64Encoded: base64)))
        let found = try EagleLatencies.milliseconds(bytes)
        let space = NASBench201()
        #expect(found.count == 2)
        #expect(abs((found[space.format(try space.parse("301042"))] ?? 0) - 12.3) < 1e-12)
        #expect(found[space.format(try space.parse("222222"))] == 500)
        // Cut off at any place it is refused.
        for count in 0..<bytes.count {
            #expect(throws: DatasetError.self) { try EagleLatencies.milliseconds(Array(bytes.prefix(count))) }
        }
    }

    @Test("a pickle that would run something is refused")
    func pickledCall() {
        // cos\nsystem\n(X\x04\x00\x00\x00trueo...: os.system("true").
        let bytes =
            Array("\u{80}\u{02}".unicodeScalars.map { UInt8($0.value) })
            + Array("cos\nsystem\n(".utf8) + [0x58, 4, 0, 0, 0] + Array("truetR.".utf8)
        let error = #expect(throws: DatasetError.self) { try EagleLatencies.milliseconds(bytes) }
        #expect(error?.message.contains("os.system") == true)
    }

    @Test("an export of accuracies that is not the whole list is refused")
    func accuracies() {
        let head = "CIFAR10TestAccuracy200Epochs,CIFAR100TestAccuracy200Epochs,ImageNetTestAccuracy200Epochs,"
        let text =
            head
            + "ArchitectureString,UniqueString\n1,2,3,|none~0|+|none~0|none~1|+|none~0|none~1|none~2|,#\n"
        #expect(throws: DatasetError.self) { try NATSBenchExport.csv(Array(text.utf8)) }
    }
}
