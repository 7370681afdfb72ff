public import Foundation
public import GnomonData

/// All that measurements saw, as JSON: samples as columns, witnesses, rules.
public enum RawExport {
    /// The bytes, keys in order.
    ///
    /// - Throws: `AppError` for numbers JSON does not have.
    public static func encode(_ measurements: [GnomonData.Measurement]) throws(AppError) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do { return try encoder.encode(measurements) } catch {
            throw AppError(
                code: "measure.raw", message: "the samples cannot be written as JSON", exit: .internalFault)
        }
    }

    /// Writes measurements to a file, which appears complete or not at all.
    ///
    /// - Throws: `AppError` for a path that cannot be written.
    public static func write(_ measurements: [GnomonData.Measurement], to path: String) throws(AppError) {
        let data = try encode(measurements)
        do { try data.write(to: URL(fileURLWithPath: path), options: .atomic) } catch {
            throw AppError(
                code: "measure.raw", message: "the samples cannot be written", place: path,
                hint: "name a file in a folder that exists", exit: .badData)
        }
    }
}
