public import GnomonGraph
import GnomonONNX
public import GnomonReport
public import GnomonSpaces

/// What `gnomon generate` makes: published networks, their variants, and architectures of search spaces, as ONNX
/// files.
public struct Generation: Sendable {
    /// The name of a published network or of a search space, as `gnomon spaces` lists it.
    public var name: String
    /// Batch, image size, classes and the like.
    public var options: FamilyOptions
    /// Where random weights and variants come from.
    public var seed: UInt64
    /// The values that weights get.
    public var weights: WeightChoice

    /// A request.
    public init(name: String, options: FamilyOptions, seed: UInt64, weights: WeightChoice) {
        self.name = name
        self.options = options
        self.seed = seed
        self.weights = weights
    }

    /// The published network, or an architecture of the search space that the seed draws.
    ///
    /// - Throws: `AppError` with exit 64 for an unknown name, 65 for options that leave nothing to build.
    public func network() throws(AppError) -> Network {
        if let space = SpaceCatalog.space(named: name) {
            return try network(space.sample(1, seed: seed).first ?? Architecture([]), in: space)
        }
        if name == Self.random { return try random(seed) }
        let network: Network?
        do { network = try FamilyCatalog.network(named: name, options: options) } catch {
            throw AppError(error)
        }
        guard let network else { throw unknownName }
        return network
    }

    /// The name of the networks that learning measures.
    private static let random = "random"

    /// A network that learning may measure; options do not change it.
    private func random(_ seed: UInt64) throws(AppError) -> Network {
        do { return try RandomNetworkGenerator(seed: seed).network().network } catch { throw AppError(error) }
    }

    /// Writes a network to a file, which appears complete or not at all.
    ///
    /// - Throws: `AppError` with exit 65 for a path that cannot be written.
    public func write(_ network: Network, to path: String) throws(AppError) {
        do {
            let values =
                weights == .copied ? ONNXWriter.Weights.synthetic(seed: seed) : weights.values(seed: seed)
            try ONNXWriter.write(network, weights: values, toPath: path)
        } catch { throw AppError(error).located(in: path) }
    }

    /// Writes so many variants of a published network, or so many architectures of a search space, into a folder,
    /// which must exist.
    ///
    /// - Returns: The paths of the files; fewer than asked for only where a search space has no more.
    /// - Throws: `AppError` with exit 64 for an unknown name, 65 for options and paths that do not do.
    public func writeVariants(_ count: Int, into folder: String) throws(AppError) -> [String] {
        if let space = SpaceCatalog.space(named: name) {
            var paths: [String] = []
            for architecture in space.sample(count, seed: seed) {
                paths.append(try write(network(architecture, in: space), into: folder))
            }
            return paths
        }
        if name == Self.random {
            var paths: [String] = []
            for index in 0..<count { paths.append(try write(random(seed &+ UInt64(index)), into: folder)) }
            return paths
        }
        guard let variants = FamilyVariants(of: name, options: options, seed: seed) else { throw unknownName }
        var paths: [String] = []
        for index in 0..<count {
            let network: Network
            do { network = try variants.network(index) } catch { throw AppError(error) }
            paths.append(try write(network, into: folder))
        }
        return paths
    }

    private func write(_ network: Network, into folder: String) throws(AppError) -> String {
        let path = "\(folder)/\(network.name).onnx"
        try write(network, to: path)
        return path
    }

    private var unknownName: AppError {
        let names = FamilyCatalog.all.flatMap(\.networks) + SpaceCatalog.all.map(\.name)
        // Names that begin alike are what was meant more often than not.
        let near = names.filter { $0.hasPrefix(name.prefix(4)) }.prefix(8).joined(separator: ", ")
        return AppError(
            code: "usage", message: "there is no network \(name.shown)",
            hint: (near.isEmpty ? "" : "near: \(near); ") + "'gnomon spaces' lists all \(names.count)",
            exit: .usage)
    }

    /// The network of an architecture of a search space, such as a cell of NAS-Bench-201.
    ///
    /// - Throws: `AppError` with exit 64 for a space or a text that is none, 65 for options that do not do.
    public func network(of architecture: String) throws(AppError) -> Network {
        guard let space = SpaceCatalog.space(named: name) else {
            let known = SpaceCatalog.all.map(\.name).joined(separator: ", ")
            throw AppError(
                code: "usage", message: "there is no search space \(name.shown)", hint: "known: \(known)",
                exit: .usage)
        }
        let chosen: Architecture
        do { chosen = try space.parse(architecture) } catch {
            throw AppError(code: error.code.rawValue, message: error.message, exit: .usage)
        }
        return try network(chosen, in: space)
    }

    private func network(
        _ architecture: Architecture, in space: any SearchSpace
    ) throws(AppError) -> Network {
        let form =
            options.normalisation == .separate ? nil : space.forms.contains(.folded) ? SpaceForm.folded : nil
        let chosen = SpaceOptions(
            batch: options.batch, size: options.size,
            classes: options.classes == 1000 ? nil : options.classes,
            form: form)
        do { return try space.network(of: architecture, options: chosen) } catch {
            throw AppError(
                code: error.code.rawValue, message: error.message,
                exit: error.code == .architecture ? .usage : .badData)
        }
    }

    /// All networks and search spaces that can be named.
    public static func listing() -> [SpaceRow] {
        families()
            + SpaceCatalog.all.map { space in
                SpaceRow(
                    name: space.name, summary: space.summary, paper: space.paper, networks: space.examples,
                    count: String(space.count))
            }
    }

    private static func families() -> [SpaceRow] {
        FamilyCatalog.all.map { family in
            SpaceRow(
                name: family.name, summary: family.summary, paper: family.paper, networks: family.networks,
                count: String(family.networks.count))
        }
    }
}
