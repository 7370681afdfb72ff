import GnomonData
import GnomonDatasets
import Testing

@Suite("Tables of latencies")
struct LatencyDatasetTests {
    private func dataset(_ name: String, _ text: String) throws(DatasetError) -> LatencyDataset {
        try LatencyDataset(CSVTable(Array(text.utf8)), form: DatasetCatalog.form(named: name))
    }

    @Test("digits become the text of the space")
    func nasBench201() throws {
        let table = try dataset("latbench", "index,ops,x,y\n0,421211,3.5,\n1,334131,7,8\n").table
        #expect(table.space == "nasbench201")
        #expect(
            table.architectures[0]
                == "|avg_pool_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|nor_conv_1x1~0|skip_connect~1|skip_connect~2|"
        )
        #expect(table.devices == ["x", "y"])
        #expect(table.column("y") == [nil, 8])
        #expect(table.column("z") == nil)
    }

    @Test("the four columns of a once-for-all network are one text, without the layers that are not there")
    func onceForAll() throws {
        let table = try dataset(
            "ofa", "index,ks,e,d,r,g\n0,75557757573753735353,64466343363336346436,22223,204,12.1\n"
        ).table
        #expect(table.architectures == ["75337733573353335353:64336333363336336433:22223:204"])
    }

    @Test("the split of a publication comes with its rows")
    func split() throws {
        let found = try dataset(
            "nnlqp", "index,ops,nnlqp_id,split,g\n1,334131,7739,train,0.6\n50,232312,11073,test,0.7\n")
        #expect(found.split == ["train", "test"])
        #expect(found.table.devices == ["g"])
    }

    @Test("an architecture the space does not have is refused with its line")
    func architecture() {
        let error = #expect(throws: DatasetError.self) {
            try dataset("nb201", "index,ops,x\n0,421211,1\n1,921211,1\n")
        }
        #expect(error?.line == 3)
    }

    @Test("no latency is zero or negative, and no index comes twice")
    func values() {
        #expect(throws: DatasetError.self) { try dataset("nb201", "index,ops,x\n0,421211,0\n") }
        #expect(throws: DatasetError.self) { try dataset("nb201", "index,ops,x\n0,421211,-1\n") }
        #expect(throws: DatasetError.self) { try dataset("nb201", "index,ops,x\n0,421211,1\n0,421210,1\n") }
    }

    @Test("a column under another device's name is noticed by its median")
    func medians() throws {
        let good = try dataset(
            "latbench",
            "index,ops,embedded_gpu_jetson_nano_fp16,embedded_gpu_jetson_nano_fp32\n0,421211,5.27,14.46\n")
        try good.check()
        let bad = try dataset(
            "latbench",
            "index,ops,embedded_gpu_jetson_nano_fp16,embedded_gpu_jetson_nano_fp32\n0,421211,14.46,14.46\n")
        let error = #expect(throws: DatasetError.self) { try bad.check() }
        #expect(error?.code == .check)
        #expect(error?.message.contains("fp16") == true)
    }

    @Test("two runs of one configuration count as one device")
    func counted() throws {
        let found = try dataset(
            "latbench",
            "index,ops,desktop_cpu_core_i7_7820x_fp32,desktop_gpu_gtx_1080ti_fp32\n0,421211,4,4\n")
        #expect(found.countedDevices == ["desktop_gpu_gtx_1080ti_fp32"])
    }

    @Test("an unknown name is answered with the candidates; a file's name is a name")
    func names() throws {
        let error = #expect(throws: DatasetError.self) { try DatasetCatalog.form(named: "latbanch") }
        #expect(error?.message.contains("latbench") == true)
        #expect(try DatasetCatalog.form(named: "latbench_latency").name == "latbench")
    }

    @Test("tables are joined by index, and an index with two architectures is a conflict")
    func join() throws {
        let left = try dataset("nb201", "index,ops,x\n0,421211,1\n1,334131,2\n").table
        let right = try dataset("latbench", "index,ops,x,y\n1,334131,5,6\n2,111111,7,8\n").table
        let joined = try left.joined(with: right)
        #expect(joined.indices == [1])
        #expect(joined.devices == ["x", "latbench/x", "y"])
        #expect(joined.milliseconds == [[2], [5], [6]])
        let wrong = try dataset("latbench", "index,ops,x\n1,334132,5\n").table
        #expect(throws: DatasetError.self) { try left.joined(with: wrong) }
        let other = try dataset("fbnet", "index,ops,x\n1,7818488874147327324245,5\n").table
        #expect(throws: DatasetError.self) { try left.joined(with: other) }
    }
}
