import GnomonFeatures
import GnomonSpaces

/// What the MLP reads of an architecture, and of a device.
enum HardwareInputs {
    /// The row of an architecture.
    ///
    /// - Throws: `PredictError` (architecture) for what is not of the space.
    static func row(
        _ architecture: Architecture, of space: any SearchSpace, _ settings: HardwareMLPSettings,
        _ hardware: HardwareFacts?
    ) throws(PredictError) -> [Double] {
        do throws(SpaceError) {
            var row = try GenotypeEncoding.row(architecture, of: space)
            if settings.readsTotals { row += try UnitTotals.row(architecture, of: space) }
            return row + (hardware?.row(logarithms: settings.readsTotals) ?? [])
        } catch {
            throw PredictError(.architecture, error.message)
        }
    }

    /// The length of rows.
    static func width(of space: any SearchSpace, _ settings: HardwareMLPSettings, hardware: Bool) -> Int {
        GenotypeEncoding.width(of: space) + (settings.readsTotals ? UnitTotals.width(of: space) : 0)
            + (hardware ? 3 : 0)
    }
}
