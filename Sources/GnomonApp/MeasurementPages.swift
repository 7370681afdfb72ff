import Foundation
import GnomonData
import GnomonMeasure
public import GnomonReport

/// Measurements as pictures: a page, SVG files, and a trace for Perfetto.
public enum MeasurementPages {
    /// Writes a page about measurements; the file appears complete or not at all.
    ///
    /// - Throws: `AppError` for a path that cannot be written.
    public static func writeHTML(_ rows: [MeasurementRow], to path: String) throws(AppError) {
        let page = HTMLReport(rows, usedRounds: rows.map(\.measurement.usedRounds))
        try write(page.html(), to: path)
    }

    /// Writes kernels and samples in the trace event format.
    ///
    /// - Throws: `AppError` for a path that cannot be written.
    public static func writeTrace(_ rows: [MeasurementRow], to path: String) throws(AppError) {
        try write(ChromeTrace.json(rows), to: path)
    }

    /// Writes `MODEL.quality.svg` and, where there are kernels, `MODEL.kernels.svg` into a folder.
    ///
    /// - Throws: `AppError` for a folder that cannot be written.
    public static func writeSVG(_ rows: [MeasurementRow], into folder: String) throws(AppError) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch { throw failure(folder) }
        var names: Set<String> = []
        for row in rows {
            let base = URL(fileURLWithPath: row.model).deletingPathExtension().lastPathComponent
            var name = base
            var count = 2
            while !names.insert(name).inserted {
                name = "\(base)-\(count)"
                count += 1
            }
            let measurement = row.measurement
            let quality = QualityChart(measurement, usedRounds: measurement.usedRounds)
            try write(quality.svg(), to: "\(folder)/\(name).quality.svg")
            let kernels = row.profile?.profile.kernels ?? measurement.kernels
            guard !kernels.isEmpty else { continue }
            let waterfall = KernelWaterfall(
                kernels, latency: row.profile?.profile.latency ?? measurement.latency,
                title: "\(name) on \(measurement.platform)")
            try write(waterfall.svg(), to: "\(folder)/\(name).kernels.svg")
        }
    }

    /// Writes a page or a picture; the file appears complete or not at all.
    ///
    /// - Throws: `AppError` for a path that cannot be written.
    public static func write(_ text: String, to path: String) throws(AppError) {
        do { try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic) } catch {
            throw failure(path)
        }
    }

    private static func failure(_ path: String) -> AppError {
        AppError(
            code: "report.write", message: "the report cannot be written", place: path,
            hint: "name a file in a folder that exists and may be written", exit: .badData)
    }
}
