import GnomonData
import GnomonStatistics

/// Kernels and samples in the trace event format that Perfetto and chrome://tracing open.
///
/// Microseconds, complete events (`ph` `X`). Kernels are one inference, each beginning where the one before it ends;
/// samples are as long as they were, one after another.
public enum ChromeTrace {
    /// The trace of measurements, one process each.
    public static func json(_ rows: [MeasurementRow]) -> String {
        var events: [JSONValue] = []
        for (index, row) in rows.enumerated() {
            let process = index + 1
            events.append(name("process_name", row.model, process, 0))
            let kernels = row.profile?.profile.kernels ?? row.measurement.kernels
            if !kernels.isEmpty {
                events.append(name("thread_name", "kernels of one inference", process, 1))
                var start = 0.0
                for kernel in kernels {
                    events.append(event(kernel, start, process))
                    start += kernel.latency.nanoseconds / 1000
                }
            }
            for (number, launch) in row.measurement.launches.enumerated() {
                let thread = number + 2
                events.append(name("thread_name", "launch \(number + 1)", process, thread))
                var start = 0.0
                for sample in launch.samples {
                    events.append(event(sample, start, process, thread))
                    start += Double(sample.wall) / 1000
                }
            }
        }
        let trace: JSONObject = ["displayTimeUnit": .string("ms"), "traceEvents": .array(events)]
        return JSONEncoding.compact(.object(trace)) + "\n"
    }

    private static func name(_ kind: String, _ text: String, _ process: Int, _ thread: Int) -> JSONValue {
        .object([
            "name": .string(kind), "ph": .string("M"), "pid": .int(process), "tid": .int(thread),
            "args": .object(["name": .string(text)]),
        ])
    }

    private static func event(_ kernel: KernelTiming, _ start: Double, _ process: Int) -> JSONValue {
        .object([
            "name": .string(kernel.type.isEmpty ? kernel.name : kernel.type), "cat": .string("kernel"),
            "ph": .string("X"), "ts": .number(start), "dur": .number(kernel.latency.nanoseconds / 1000),
            "pid": .int(process), "tid": .int(1),
            "args": .object(["kernel": .string(kernel.name), "nodes": JSONValue(kernel.nodes)]),
        ])
    }

    private static func event(
        _ sample: Launch.Sample, _ start: Double, _ process: Int, _ thread: Int
    ) -> JSONValue {
        let state = sample.isWarmup ? "warm-up" : sample.isClean ? "clean" : "disturbed"
        return .object([
            "name": .string(state), "cat": .string("sample"), "ph": .string("X"), "ts": .number(start),
            "dur": .number(Double(sample.wall) / 1000), "pid": .int(process), "tid": .int(thread),
            "args": .object([
                "round": .int(sample.round), "inferences": .int(sample.repeats),
                "cpu_us": .number(Double(sample.cpu) / 1000),
            ]),
        ])
    }
}
