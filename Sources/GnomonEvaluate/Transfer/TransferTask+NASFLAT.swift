extension TransferTask {
    /// The twelve tasks of NASFLAT (Akhauri, Abdelfattah 2024, arXiv:2403.02446), with the Spearman correlations printed
    /// there for 20 samples; ND and FD are the split of HELP (Lee and others 2021, arXiv:2106.08630).
    ///
    /// N4's source Core i7 and N3's GTX 1080 Ti look like two runs of one machine; no task has one on each side.
    public static let nasflat: [TransferTask] = [
        TransferTask(
            name: "nasflat/ND", space: .nasBench201,
            sources: [
                "1080ti_1", "1080ti_32", "1080ti_256", "silver_4114", "silver_4210r", "samsung_a50",
                "pixel3", "essential_ph_1", "samsung_s7",
            ],
            targets: [
                "titan_rtx_256", "gold_6226", "fpga", "pixel2", "raspi4", "eyeriss",
            ],
            published: .init(help: 0.948, multiPredict: 0.93, nasflat: 0.959)),
        TransferTask(
            name: "nasflat/N1", space: .nasBench201,
            sources: [
                "embedded_tpu_edge_tpu_int8", "eyeriss", "mobile_gpu_snapdragon_675_adreno_612_int8",
                "mobile_gpu_snapdragon_855_adreno_640_int8", "pixel3",
            ],
            targets: [
                "1080ti_1", "titan_rtx_32", "titanxp_1", "2080ti_32", "titan_rtx_1",
            ],
            published: .init(help: 0.604, multiPredict: 0.907, nasflat: 0.967)),
        TransferTask(
            name: "nasflat/N2", space: .nasBench201,
            sources: [
                "1080ti_1", "1080ti_32", "titanx_32", "titanxp_1", "titanxp_32",
            ],
            targets: [
                "embedded_gpu_jetson_nano_fp16", "embedded_tpu_edge_tpu_int8",
                "mobile_dsp_snapdragon_675_hexagon_685_int8", "mobile_dsp_snapdragon_855_hexagon_690_int8",
                "pixel3",
            ],
            published: .init(help: 0.509, multiPredict: 0.757, nasflat: 0.857)),
        TransferTask(
            name: "nasflat/N3", space: .nasBench201,
            sources: [
                "desktop_gpu_gtx_1080ti_fp32", "embedded_gpu_jetson_nano_fp16", "eyeriss",
                "mobile_dsp_snapdragon_675_hexagon_685_int8", "mobile_gpu_snapdragon_855_adreno_640_int8",
            ],
            targets: [
                "1080ti_1", "2080ti_1", "titanxp_1", "2080ti_32", "titanxp_32",
            ],
            published: .init(help: 0.729, multiPredict: 0.947, nasflat: 0.962)),
        TransferTask(
            name: "nasflat/N4", space: .nasBench201,
            sources: [
                "desktop_cpu_core_i7_7820x_fp32", "embedded_gpu_jetson_nano_fp32",
                "embedded_tpu_edge_tpu_int8", "eyeriss", "mobile_cpu_snapdragon_855_kryo_485_int8",
                "mobile_dsp_snapdragon_675_hexagon_685_int8", "mobile_dsp_snapdragon_855_hexagon_690_int8",
                "mobile_gpu_snapdragon_675_adreno_612_int8", "mobile_gpu_snapdragon_855_adreno_640_int8",
                "pixel2",
            ],
            targets: [
                "1080ti_1", "2080ti_1", "titan_rtx_1",
            ],
            published: .init(help: 0.746, multiPredict: 0.952, nasflat: 0.959)),
        TransferTask(
            name: "nasflat/NA", space: .nasBench201,
            sources: [
                "titan_rtx_1", "titan_rtx_32", "titanxp_1", "2080ti_1", "titanx_1", "1080ti_1", "titanx_32",
                "titanxp_32", "2080ti_32", "1080ti_32", "gold_6226", "samsung_s7", "silver_4114",
                "gold_6240", "silver_4210r", "samsung_a50", "pixel2",
            ],
            targets: [
                "eyeriss", "desktop_gpu_gtx_1080ti_fp32", "embedded_tpu_edge_tpu_int8",
            ],
            published: .init(help: 0.41, multiPredict: 0.82, nasflat: 0.893)),
        TransferTask(
            name: "nasflat/FD", space: .fbnet,
            sources: [
                "1080ti_1", "1080ti_32", "1080ti_64", "silver_4114", "silver_4210r", "samsung_a50",
                "pixel3", "essential_ph_1", "samsung_s7",
            ],
            targets: [
                "fpga", "raspi4", "eyeriss",
            ],
            published: .init(help: 0.91, multiPredict: 0.96, nasflat: 0.961)),
        TransferTask(
            name: "nasflat/F1", space: .fbnet,
            sources: [
                "2080ti_1", "essential_ph_1", "silver_4114", "titan_rtx_1", "titan_rtx_32",
            ],
            targets: [
                "eyeriss", "fpga", "raspi4", "samsung_a50", "samsung_s7",
            ],
            published: .init(help: 0.793, multiPredict: 0.756, nasflat: 0.809)),
        TransferTask(
            name: "nasflat/F2", space: .fbnet,
            sources: [
                "essential_ph_1", "gold_6226", "gold_6240", "pixel3", "raspi4",
            ],
            targets: [
                "1080ti_1", "1080ti_32", "2080ti_32", "titan_rtx_1", "titanxp_1",
            ],
            published: .init(help: 0.543, multiPredict: 0.567, nasflat: 0.871)),
        TransferTask(
            name: "nasflat/F3", space: .fbnet,
            sources: [
                "essential_ph_1", "pixel2", "pixel3", "raspi4", "samsung_s7",
            ],
            targets: [
                "1080ti_1", "1080ti_32", "2080ti_1", "titan_rtx_1", "titan_rtx_32",
            ],
            published: .init(help: 0.413, multiPredict: 0.434, nasflat: 0.814)),
        TransferTask(
            name: "nasflat/F4", space: .fbnet,
            sources: [
                "1080ti_64", "2080ti_1", "eyeriss", "gold_6226", "gold_6240", "raspi4", "samsung_s7",
                "silver_4210r", "titan_rtx_1", "titan_rtx_32",
            ],
            targets: [
                "1080ti_1", "pixel2", "essential_ph_1",
            ],
            published: .init(help: 0.799, multiPredict: 0.763, nasflat: 0.734)),
        TransferTask(
            name: "nasflat/FA", space: .fbnet,
            sources: [
                "1080ti_1", "1080ti_32", "1080ti_64", "2080ti_1", "2080ti_32", "2080ti_64", "titan_rtx_1",
                "titan_rtx_32", "titan_rtx_64", "titanx_1", "titanx_32", "titanx_64", "titanxp_1",
                "titanxp_32", "titanxp_64",
            ],
            targets: [
                "gold_6226", "essential_ph_1", "samsung_s7", "pixel2",
            ],
            published: .init(help: 0.37, multiPredict: 0.45, nasflat: 0.577)),
    ]
}
