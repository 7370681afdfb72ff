import ArgumentParser
import GnomonApp

/// The models of a command and how their free sizes are bound.
struct ModelOptions: ParsableArguments {
    @Argument(help: "ONNX files.")
    var models: [String]

    @Option(help: ArgumentHelp("Size of a named free axis; may be repeated.", valueName: "name=size"))
    var dim: [String] = []

    @Option(
        name: [.customLong("shape"), .customLong("input")],
        help: ArgumentHelp(
            "Shape of an input, such as x=1x3x224x224; may be repeated.", valueName: "name=shape"))
    var shape: [String] = []

    @Option(
        help: ArgumentHelp(
            "How often a loop runs, where the model does not say; may be repeated.", valueName: "name=n"))
    var trips: [String] = []

    @Option(help: "Size of free batch axes.")
    var batch = 1

    func validate() throws {
        if models.isEmpty { throw ValidationError("no model given") }
        _ = try binding()
    }

    /// The sizes given by flags.
    func binding(allowUnbound: Bool = false) throws -> ModelBinding {
        do {
            return try ModelBinding(
                dims: dim, shapes: shape, trips: trips, batch: batch, allowUnbound: allowUnbound)
        } catch {
            throw ValidationError(error.message)
        }
    }
}

/// The same with models that may be left out.
struct OptionalModelOptions: ParsableArguments {
    @Argument(help: "ONNX files.")
    var models: [String] = []

    @Option(help: ArgumentHelp("Size of a named free axis; may be repeated.", valueName: "name=size"))
    var dim: [String] = []

    @Option(
        name: [.customLong("shape"), .customLong("input")],
        help: ArgumentHelp(
            "Shape of an input, such as x=1x3x224x224; may be repeated.", valueName: "name=shape"))
    var shape: [String] = []

    @Option(
        help: ArgumentHelp(
            "How often a loop runs, where the model does not say; may be repeated.", valueName: "name=n"))
    var trips: [String] = []

    @Option(help: "Size of free batch axes.")
    var batch = 1

    /// The sizes given by flags.
    func binding() throws -> ModelBinding {
        do { return try ModelBinding(dims: dim, shapes: shape, trips: trips, batch: batch) } catch {
            throw ValidationError(error.message)
        }
    }
}
