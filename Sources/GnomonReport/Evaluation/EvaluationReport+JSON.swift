import GnomonEvaluate
import GnomonStatistics

extension EvaluationReport {
    /// The report as a JSON object.
    public var json: JSONObject {
        [
            "schema": "gnomon.report/1", "platform": .string(platform), "predictor": .string(predictor),
            "models": .object(Self.json(models)), "held_out": .object(Self.json(heldOut)),
            "learning": .array(
                (learning?.points ?? []).map { point in
                    var object = Self.json(point.summary)
                    object["part"] = .number(point.part)
                    object["seconds"] = .number(point.seconds)
                    object["learned_from"] = .int(point.networks)
                    return .object(object)
                }),
            "staircase": staircase.map { .object(Self.json($0)) } ?? .null, "notes": JSONValue(notes),
        ]
    }

    private static func json(_ evaluation: Evaluation) -> JSONObject {
        [
            "summary": evaluation.overall.map { .object(json($0)) } ?? .null,
            "families": .array(
                evaluation.families.map { family in
                    var object: JSONObject = ["family": .string(family.name)]
                    for member in json(family.summary).members { object[member.key] = member.value }
                    return .object(object)
                }),
            "kinds": .array(
                evaluation.kinds.map { kind in
                    [
                        "kind": .string(kind.kind), "kernels": .int(kind.count),
                        "share": .number(kind.share), "error": .number(kind.error),
                        "bias": .number(kind.bias),
                    ]
                }),
            "calibration": .array(
                evaluation.calibration.points.map { ["level": .number($0.level), "held": .number($0.held)] }),
            "results": .array(
                evaluation.cases.map { item in
                    [
                        "model": .string(item.model), "family": .string(item.family),
                        "measured_ms": .number(item.measured.milliseconds),
                        "predicted_ms": .number(item.predicted.milliseconds),
                        "interval_ms": JSONValue(item.interval), "relative_error": .number(item.error),
                        "coverage": .number(item.coverage),
                    ]
                }),
        ]
    }

    private static func json(_ summary: EvaluationSummary) -> JSONObject {
        [
            "networks": .int(summary.count), "within_5_percent": .number(summary.errors.within5),
            "within_10_percent": .number(summary.errors.within10), "mean_error": .number(summary.errors.mape),
            "median_error": .number(summary.medianError), "rmspe": .number(summary.errors.rmspe),
            "bias": .number(summary.errors.bias), "worst_error": .number(summary.errors.worst),
            "worst_model": .string(summary.worstModel), "inside_interval": .number(summary.insideInterval),
            "interval_width": .number(summary.intervalWidth), "coverage": .number(summary.coverage),
            "spearman": JSONValue(summary.spearman), "kendall": JSONValue(summary.kendall),
        ]
    }

    private static func json(_ staircase: Staircase) -> JSONObject {
        [
            "title": .string(staircase.title), "steps": JSONValue(staircase.steps),
            "points": .array(
                staircase.points.map { ["size": .int($0.size), "ms": .number($0.latency.milliseconds)] }),
        ]
    }
}
