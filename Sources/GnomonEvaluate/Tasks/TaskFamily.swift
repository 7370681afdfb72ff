/// Tasks of one data set: one for each of its devices.
public struct TaskFamily: Hashable, Sendable {
    /// What stands before the slash.
    public var prefix: String
    /// The data set.
    public var dataset: String
    /// How rows are split.
    public var rule: EvaluationTask.Rule
    /// The training rows of the usual learning curve.
    public var budgets: [Int]
    /// Names of single tasks that are not those of their device, by device.
    public var names: [String: String] = [:]
    /// What to be careful with, by device.
    public var cautions: [String: String] = [:]

    /// The task of a device.
    public func task(device: String) -> EvaluationTask {
        EvaluationTask(
            name: prefix + "/" + (names[device] ?? device), dataset: dataset, device: device, rule: rule,
            budgets: budgets, caution: cautions[device] ?? "")
    }
}

/// The families of tasks there are: add a family, add a line.
public enum TaskCatalog {
    /// All families.
    public static let all: [TaskFamily] = [
        latBench, nasBench201, nnlqp, nnlqpRandom, ofa, ofa2080Ti, ofaP40, fbnet, hwnas("cifar10"),
        hwnas("cifar100"), hwnas("imagenet16"),
    ]

    private static let tableSum = "a sum of one constant for each operator, not a measured time"
    private static let wholeMilliseconds = "whole milliseconds: ties and noise"
    private static let cautions = [
        "eyeriss": tableSum, "fpga": tableSum, "essential_ph_1": wholeMilliseconds,
        "pixel2": wholeMilliseconds, "samsung_a50": wholeMilliseconds, "samsung_s7": wholeMilliseconds,
    ]

    private static let latBench = TaskFamily(
        prefix: "latbench", dataset: "latbench", rule: .pool(1000), budgets: [100, 300, 900],
        cautions: [
            "desktop_cpu_core_i7_7820x_fp32":
                "looks like a second run of desktop_gpu_gtx_1080ti_fp32: not counted as a device"
        ])
    private static let nasBench201 = TaskFamily(
        prefix: "nb201", dataset: "nb201", rule: .pool(1000), budgets: [100, 300, 900], cautions: cautions)
    private static let nnlqp = TaskFamily(
        prefix: "nnlqp", dataset: "nnlqp", rule: .published, budgets: [50, 100, 900, 1620],
        names: ["gtx1660_trt71_fp32": "nb201-gtx1660"])
    /// The published test rows differ from the training rows by more than these do among each other.
    private static let nnlqpRandom = TaskFamily(
        prefix: "nnlqp-random", dataset: "nnlqp", rule: .pool(1800), budgets: [50, 100, 900, 1620],
        names: ["gtx1660_trt71_fp32": "nb201-gtx1660"])
    private static let ofa = TaskFamily(
        prefix: "ofa", dataset: "ofa", rule: .pool(1000), budgets: [100, 300, 900])
    private static let ofa2080Ti = TaskFamily(
        prefix: "ofa", dataset: "ofa-rtx2080ti", rule: .pool(8500), budgets: [100, 700, 7000])
    private static let ofaP40 = TaskFamily(
        prefix: "ofa", dataset: "ofa-p40", rule: .pool(8500), budgets: [100, 700, 7000])
    private static let fbnet = TaskFamily(
        prefix: "fbnet", dataset: "fbnet", rule: .pool(1000), budgets: [100, 300, 900],
        cautions: cautions.merging(["pixel3": tableSum, "raspi4": tableSum]) { first, _ in first })
    private static func hwnas(_ images: String) -> TaskFamily {
        TaskFamily(
            prefix: "hwnas-\(images)", dataset: "hwnas-\(images)", rule: .pool(1000),
            budgets: [100, 300, 900],
            cautions: ["eyeriss": tableSum, "fpga": tableSum])
    }
}
