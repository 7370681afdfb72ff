import GnomonStatistics

/// Some devices with rows to adapt to and rows to be judged by, all on each device's scale.
struct HELPEpisode: Sendable {
    /// By device, rows of the pool.
    var support: [[Int]] = []
    var query: [[Int]] = []
    /// Device by device.
    var supportTargets: [Double] = []
    var queryTargets: [Double] = []
    var hardware: [Double] = []
    /// A normal number for each modulated one.
    var noise: [Double] = []

    /// An episode without devices.
    init() {}

    /// Draws rows of devices, of each as many.
    init(
        _ devices: [HELPDevice], _ settings: HELPSettings, query most: Int,
        using generator: inout SeededGenerator
    ) {
        let rows = devices.map(\.rows.count).min() ?? 0
        let support = min(settings.support, rows / 2)
        let query = min(most, rows - support)
        for device in devices {
            let order = device.rows.indices.shuffled(using: &generator)
            let (first, rest) = (order.prefix(support), order.dropFirst(support).prefix(query))
            // A new device's scale is known from its references; the published code knows all rows.
            let scale =
                HELPScale(settings.mode == .strict ? device.references : device.milliseconds)
            self.support.append(first.map { device.rows[$0] })
            self.query.append(rest.map { device.rows[$0] })
            supportTargets += first.map { scale.value(of: device.milliseconds[$0]) }
            queryTargets += rest.map { scale.value(of: device.milliseconds[$0]) }
            hardware += device.vector
        }
        noise = Normal.draws(devices.count * HELPModulator.count(settings.width), using: &generator)
    }
}
