public import GnomonGraph
import GnomonONNX
public import GnomonReport
public import GnomonSpaces

/// What `gnomon generate` makes: a published network, or variants of it, as ONNX files.
public struct Generation: Sendable {
    /// The values that weights get.
    public enum Weights: String, CaseIterable, Sendable {
        /// Made-up numbers that keep activations near 1.
        case random
        /// Type and shape only: for looking at, not for running.
        case absent
    }

    /// The name of a published network, as `gnomon spaces` lists it.
    public var name: String
    /// Batch, image size, classes and the like.
    public var options: FamilyOptions
    /// Where random weights and variants come from.
    public var seed: UInt64
    /// The values that weights get.
    public var weights: Weights

    /// A request.
    public init(name: String, options: FamilyOptions, seed: UInt64, weights: Weights) {
        self.name = name
        self.options = options
        self.seed = seed
        self.weights = weights
    }

    /// The published network.
    ///
    /// - Throws: `AppError` with exit 64 for an unknown name, 65 for options that leave nothing to build.
    public func network() throws(AppError) -> Network {
        let network: Network?
        do { network = try FamilyCatalog.network(named: name, options: options) } catch {
            throw AppError(error)
        }
        guard let network else { throw unknownName }
        return network
    }

    /// Writes a network to a file, which appears complete or not at all.
    ///
    /// - Throws: `AppError` with exit 65 for a path that cannot be written.
    public func write(_ network: Network, to path: String) throws(AppError) {
        do {
            switch weights {
            case .random: try ONNXWriter.write(network, weights: .synthetic(seed: seed), toPath: path)
            case .absent: try ONNXWriter.write(network, weights: .absent, toPath: path)
            }
        } catch { throw AppError(error).located(in: path) }
    }

    /// Writes so many variants into a folder, which must exist.
    ///
    /// - Returns: The paths of the files.
    /// - Throws: `AppError` with exit 64 for an unknown name, 65 for options and paths that do not do.
    public func writeVariants(_ count: Int, into folder: String) throws(AppError) -> [String] {
        guard let variants = FamilyVariants(of: name, options: options, seed: seed) else { throw unknownName }
        var paths: [String] = []
        for index in 0..<count {
            let network: Network
            do { network = try variants.network(index) } catch { throw AppError(error) }
            let path = "\(folder)/\(network.name).onnx"
            try write(network, to: path)
            paths.append(path)
        }
        return paths
    }

    private var unknownName: AppError {
        let names = FamilyCatalog.all.flatMap(\.networks)
        // Names that begin alike are what was meant more often than not.
        let near = names.filter { $0.hasPrefix(name.prefix(4)) }.prefix(8).joined(separator: ", ")
        return AppError(
            code: "usage", message: "there is no network \(name.shown)",
            hint: (near.isEmpty ? "" : "near: \(near); ") + "'gnomon spaces' lists all \(names.count)",
            exit: .usage)
    }

    /// All networks that can be named.
    public static func listing() -> [SpaceRow] {
        FamilyCatalog.all.map { family in
            SpaceRow(
                name: family.name, summary: family.summary, paper: family.paper, networks: family.networks,
                count: String(family.networks.count))
        }
    }
}
