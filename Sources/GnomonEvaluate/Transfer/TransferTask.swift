/// Devices that are known and devices that are new, which are to be predicted from few samples.
public struct TransferTask: Hashable, Sendable {
    /// The search space of a task, and what its data sets are called.
    public enum Space: String, Hashable, Sendable, CaseIterable {
        /// NAS-Bench-201 on the devices of HELP and of LatBench.
        case nasBench201 = "nasbench201"
        /// FBNet on the devices of HELP.
        case fbnet

        /// The data sets whose columns the devices are, joined by index.
        public var datasets: [String] { self == .fbnet ? ["fbnet"] : ["nb201", "latbench"] }
        /// Rows that meta-training may see when a task is run as HELP ran it.
        public var trimmedTrainingRows: Range<Int> { self == .fbnet ? 0..<4000 : 0..<900 }
        /// Rows that HELP asked about.
        public var trimmedQueryRows: Range<Int> { self == .fbnet ? 4000..<5000 : 900..<1900 }
        /// HELP's ten reference architectures, as indices of rows (arXiv:2106.08630, its code).
        public var references: [Int] {
            self == .fbnet
                ? [3328, 3790, 3313, 890, 3052, 2538, 1640, 2514, 457, 2100]
                : [11982, 431, 55, 9, 14451, 8636, 9881, 13479, 6196, 1462]
        }
    }

    /// Spearman correlations that others published for 20 samples of each target.
    public struct Published: Hashable, Sendable {
        /// HELP (arXiv:2106.08630), as reported with NASFLAT.
        public var help: Double
        /// MultiPredict (arXiv:2306.02459), as reported with NASFLAT.
        public var multiPredict: Double
        /// NASFLAT (arXiv:2403.02446), on the first 128 architectures.
        public var nasflat: Double

        /// Three correlations.
        public init(help: Double, multiPredict: Double, nasflat: Double) {
            self.help = help
            self.multiPredict = multiPredict
            self.nasflat = nasflat
        }

        /// The best of the three.
        public var best: Double { max(help, multiPredict, nasflat) }
    }

    /// The name, such as `ND`.
    public var name: String
    /// The search space.
    public var space: Space
    /// Devices whose latencies are known.
    public var sources: [String]
    /// Devices that are new.
    public var targets: [String]
    /// What others published; nil for a task that is in no publication.
    public var published: Published?

    /// A task.
    public init(
        name: String, space: Space, sources: [String], targets: [String], published: Published? = nil
    ) {
        self.name = name
        self.space = space
        self.sources = sources
        self.targets = targets
        self.published = published
    }

    /// Columns that look like two runs of one machine: both are sources or both are targets, or one is left out.
    public static let twins = ["desktop_cpu_core_i7_7820x_fp32", "desktop_gpu_gtx_1080ti_fp32"]

    /// Each device of LatBench in turn as the new one, the others as sources.
    ///
    /// The two columns that look like one machine are one device here: the GTX 1080 Ti.
    public static let latBenchLeftOut: [TransferTask] = latBench.map { target in
        TransferTask(
            name: "left-out/\(target)", space: .nasBench201, sources: latBench.filter { $0 != target },
            targets: [target])
    }

    private static let latBench = [
        "desktop_gpu_gtx_1080ti_fp32", "embedded_gpu_jetson_nano_fp16", "embedded_gpu_jetson_nano_fp32",
        "embedded_tpu_edge_tpu_int8", "mobile_cpu_snapdragon_450_cortex_a53_int8",
        "mobile_cpu_snapdragon_675_kryo_460_int8", "mobile_cpu_snapdragon_855_kryo_485_int8",
        "mobile_dsp_snapdragon_675_hexagon_685_int8", "mobile_dsp_snapdragon_855_hexagon_690_int8",
        "mobile_gpu_snapdragon_450_adreno_506_int8", "mobile_gpu_snapdragon_675_adreno_612_int8",
        "mobile_gpu_snapdragon_855_adreno_640_int8",
    ]

    /// All tasks.
    public static let all: [TransferTask] = nasflat + latBenchLeftOut

    /// The tasks of a name: one such as `nasflat/ND`, or a whole family, `nasflat` or `left-out`; none for an unknown
    /// name.
    public static func named(_ name: String) -> [TransferTask] {
        switch name {
        case "nasflat": nasflat
        case "left-out": latBenchLeftOut
        default: all.filter { $0.name == name }
        }
    }
}
