/// The published data sets that are known by form; adding one is an entry here.
///
/// The data themselves are no part of Gnomon: they are read from a folder.
public enum DatasetCatalog {
    /// All forms of tables of latencies.
    public static let all: [DatasetForm] = [
        nasBench201, latBench, fbnet, ofa, nnlqp, ofa2080Ti, ofaP40, hwnasCIFAR10,
        hwnasCIFAR100, hwnasImageNet16,
    ]

    /// The form of a name, which may also be the name of the file.
    ///
    /// - Throws: `DatasetError` (unknown) with the names there are.
    public static func form(named name: String) throws(DatasetError) -> DatasetForm {
        guard let form = all.first(where: { $0.name == name || $0.file == name }) else {
            let names = all.map(\.name).joined(separator: ", ")
            throw DatasetError(.unknown, "no data set '\(name)'; known: \(names)")
        }
        return form
    }

    private static let help = "45f70eb92d0d735970a33b608d1544ad3c52f285"

    private static let nasBench201 = DatasetForm(
        name: "nb201", file: "nb201_latency",
        summary: "NAS-Bench-201 on 27 devices, as written: dead branches are executed",
        space: "nasbench201", keys: ["ops"], rows: 15_625,
        medians: ["gold_6226": 9.61, "gold_6240": 10.04, "eyeriss": 5.12], executesDeadParts: true,
        paper: "arXiv:2106.08630",
        licence: "MIT",
        origins: [
            .init(
                "HayeonLee/HELP", help,
                ["data/nasbench201/latency/*.pt", "data/nasbench201/str_arch2idx.pt"])
        ])

    private static let latBench = DatasetForm(
        name: "latbench", file: "latbench_latency",
        summary: "NAS-Bench-201 on the 13 devices of LatBench, dead branches cut",
        space: "nasbench201", keys: ["ops"], rows: 15_284,
        // A copy that is in circulation has the FP32 file under the name of the FP16 one.
        medians: ["embedded_gpu_jetson_nano_fp16": 5.27, "embedded_gpu_jetson_nano_fp32": 14.46],
        uncounted: [
            "desktop_cpu_core_i7_7820x_fp32": "looks like a second run of desktop_gpu_gtx_1080ti_fp32",
            "desktop_gpu_gtx_1080ti_large": "undocumented variant",
            "embedded_tpu_edgetpu_large": "undocumented variant",
        ], paper: "arXiv:2007.08668", licence: "none stated for the copy; SamsungLabs/eagle is Apache-2.0",
        origins: [
            .init(
                "ZengYuXiang7/NAS-LLM-GNN", "46d3713c591ea41ce7a2107b4e1fe8aa99925c04",
                ["archived/*/*/drive/*.pickle"])
        ])

    private static let fbnet = DatasetForm(
        name: "fbnet", file: "fbnet_latency", summary: "FBNet on 27 devices", space: "fbnet", keys: ["ops"],
        proxies: "fbnet_zcp", rows: 5_000,
        // Two processors that are nearly the same, timed under different conditions.
        medians: ["gold_6226": 104.5, "gold_6240": 29.78], paper: "arXiv:2106.08630", licence: "MIT",
        origins: [.init("HayeonLee/HELP", help, ["data/fbnet/latency/*.pt", "data/fbnet/metainfo.pt"])])

    private static let ofa = DatasetForm(
        name: "ofa", file: "ofa_latency",
        summary: "Once-for-all MobileNetV3 on 4 GPUs with batches of 1, 32 and 64",
        space: "ofa-mbv3", keys: ["ks", "e", "d", "r"], rows: 5_000,
        medians: ["2080ti_64": 26.68, "titan_xp_64": 45.57], paper: "arXiv:2106.08630", licence: "MIT",
        origins: [.init("HayeonLee/HELP", help, ["data/ofa/latency/*.pt", "data/ofa/ofa_archs.pt"])])

    private static func generalised(_ name: String, _ device: String, _ path: String) -> DatasetForm {
        DatasetForm(
            name: "ofa-\(name)", file: "ofa_generalized_\(name)",
            summary:
                "Once-for-all MobileNetV3 of width 1 on \(device), batch 64; kernels drawn for each layer",
            space: "ofa-mbv3-w1.0", keys: ["ks", "e", "d", "r"], rows: 10_000, paper: "arXiv:2101.00732",
            licence: "Apache-2.0",
            origins: [
                .init(
                    "OFANAS/OFANAS_PerformanceEstimation", "3a5087a3087d9a5a74ea76c40ffe3954420a64cd",
                    ["tutorial/latency_predictor/datasets/\(path)"])
            ])
    }

    private static let ofa2080Ti = generalised(
        "rtx2080ti", "an RTX 2080 Ti", "RTX_2080_Ti_GPU/RTX_2080_Ti_GPU_ofa.csv")
    private static let ofaP40 = generalised("p40", "a Tesla P40", "Tesla_P40_GPU/Tesla_P40_GPU_ofa.csv")

    private static let nnlqp = DatasetForm(
        name: "nnlqp", file: "nnlqp_nb201_gtx1660",
        summary: "the NAS-Bench-201 family of NNLQP on a GTX 1660, with its split",
        space: "nasbench201", keys: ["ops"], others: ["nnlqp_id", "split"], rows: 2_000,
        paper: "doi:10.1145/3545008.3545051", licence: "MIT, Apache-2.0",
        origins: [
            .init(
                "yuny220/NAR-Former-V2", "c6cbc83de8ea4564f2f9329142221c1f6fa76098",
                ["dataset/unseen_structure/gt_stage.txt"])
        ])

    private static func hwnas(_ images: String, _ name: String) -> DatasetForm {
        DatasetForm(
            name: "hwnas-\(name)", file: "hwnas_nb201_\(name)",
            summary: "NAS-Bench-201 for \(images) images on six devices of HW-NAS-Bench, as written",
            space: "nasbench201", keys: ["ops"], rows: 15_625, executesDeadParts: true,
            paper: "arXiv:2103.10584", licence: "MIT",
            origins: [
                .init(
                    "GATECH-EIC/HW-NAS-Bench", "393bb8a02554dcd28e091fbbdb4d7aefe590018a",
                    ["HW-NAS-Bench-v1_0.pickle"])
            ])
    }

    private static let hwnasCIFAR10 = hwnas("CIFAR-10", "cifar10")
    private static let hwnasCIFAR100 = hwnas("CIFAR-100", "cifar100")
    private static let hwnasImageNet16 = hwnas("16x16 ImageNet (120 classes)", "imagenet16")
}
