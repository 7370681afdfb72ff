import Foundation
public import GnomonData
import GnomonRuntimes

extension Measurer {
    /// The times of the reference kernels on this machine now, as floors for measurements of a platform.
    ///
    /// A reference kernel runs slower in the company of a real network than alone: its memory lies elsewhere and the
    /// caches are not its own. So floors are taken beside a small network on the same runtime.
    ///
    /// Takes a few seconds; if the machine is busy meanwhile, the floors are too high, and later ones may be lower.
    ///
    /// - Parameters:
    ///   - epoch: The epoch they belong to.
    ///   - companion: A small network and its platform; nil for nothing beside them.
    ///   - seconds: How long it may take.
    /// - Returns: Floors and tolerances, no exponents.
    /// - Throws: `MeasureError`.
    public func floors(
        epoch: String, beside companion: (model: ModelBytes, platform: Platform)? = nil, seconds: Double = 3
    ) throws(MeasureError) -> NoiseCalibration {
        let launches: [Launch]
        if let companion {
            launches = try quickly(
                model: companion.model, platform: companion.platform, launches: 5, seconds: seconds)
        } else {
            launches = try quickly(
                model: try ModelBytes([0]), platform: Self.idle, launches: 3, seconds: seconds)
        }
        let floors = NoiseFit.floors(of: launches)
        return NoiseCalibration(
            epoch: epoch, floors: floors, tolerances: NoiseFit.tolerances(of: launches, floors: floors),
            takenAt: Date().timeIntervalSince1970, pressure: LaunchFacts.pressure(of: launches))
    }

    /// Measures subjects under self-made load of 0, 25, 50 and 100 % on the other processors, and fits how noise is to
    /// be corrected on this platform.
    ///
    /// Takes about a second and a half for each of twelve turns, loaded and not, and subject. On a machine with one processor there is
    /// nothing to load: floors are all.
    ///
    /// - Throws: `MeasureError`.
    public func calibrateNoise(
        subjects: [ModelBytes], platform: Platform, epoch: String, progress: (Double) -> Void = { _ in }
    ) throws(MeasureError) -> NoiseCalibration {
        var calibration = try floors(
            epoch: epoch, beside: subjects.first.map { ($0, platform) }, seconds: 5)
        guard !SelfMadeLoad.processors.isEmpty else { return calibration }
        var points: [NoiseFit.Point] = []
        var ratios: [Double] = []
        for (index, model) in subjects.enumerated() {
            progress(Double(index) / Double(max(1, subjects.count)))
            // The machine has noise of its own, which comes and goes: between any two loads it is looked at without.
            var groups: [(launches: [Launch], isLoaded: Bool)] = []
            for kind in SelfMadeLoad.Kind.allCases {
                for share in [0.25, 0.5, 1] {
                    groups.append(
                        (try quickly(model: model, platform: platform, launches: 2, seconds: 2), false))
                    let load = SelfMadeLoad(kind, share: share)
                    groups.append(
                        (try quickly(model: model, platform: platform, launches: 3, seconds: 3), true))
                    withExtendedLifetime(load) {}
                }
            }
            let quiet = groups.filter { !$0.isLoaded }.flatMap(\.launches)
            guard let (value, ratio) = NoiseFit.quiet(quiet) else { continue }
            calibration.lower(by: NoiseFit.floors(of: quiet))
            ratios.append(ratio)
            points += groups.compactMap {
                NoiseFit.point(
                    $0.launches, quiet: value, quartileRatio: ratio, noise: calibration, subject: index)
            }
        }
        guard points.count >= 6 else { return calibration }
        let ratio = ratios.reduce(0, +) / Double(max(1, ratios.count))
        return NoiseFit.calibration(points, quiet: calibration, quartileRatio: ratio)
    }

    /// A platform that takes a fixed time, when only the reference kernels matter.
    private static let idle = Platform(name: "null", runtime: "null", settings: ["microseconds": "200"])

    /// Launches without judging them.
    private func quickly(
        model: ModelBytes, platform: Platform, launches: Int, seconds: Double
    ) throws(MeasureError) -> [Launch] {
        let options = MeasureOptions(
            launches: launches, maximumLaunches: launches, budget: seconds, attempts: 1,
            warmupMilliseconds: 50, draws: 0)
        let machine = LocalMachine(
            executable: executable, targets: [.init(model: model, platform: platform)], options: options)
        let rules = Self.rules(platform, options, references: machine.references)
        return try MeasurementExecutor(machine: machine, options: options, rules: [rules]).attempts()
            .first?.launches.first ?? []
    }
}

extension NoiseCalibration {
    /// Takes lower floors where somebody found them; returns whether one was.
    ///
    /// A floor that was found on a busy machine is mended by the next quiet measurement.
    @discardableResult
    public mutating func lower(by found: [String: Double]) -> Bool {
        var isChanged = false
        for (name, value) in found where value > 0 && value < floors[name] ?? .infinity {
            floors[name] = value
            isChanged = true
        }
        return isChanged
    }

    /// Takes lower floors from the launches of a measurement.
    @discardableResult
    public mutating func lower(by launches: [Launch]) -> Bool { lower(by: NoiseFit.floors(of: launches)) }
}
