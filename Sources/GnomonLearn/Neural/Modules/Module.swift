import GnomonNative

/// A part of a model: a struct whose properties are parameters, other modules, or arrays of either.
///
/// Nothing has to be registered: parameters are found by the names of the properties.
public protocol Module {}

/// A tensor that training changes in place.
public final class Parameter {
    /// Its values.
    public let tensor: Tensor

    /// A parameter that starts at these values.
    ///
    /// - Throws: `LearnError` (tensor) for a tensor of integers.
    public init(_ tensor: Tensor) throws(LearnError) {
        self.tensor = tensor
        try tensor.engine.attempt { () throws(NativeError) in try tensor.torch.record(true) }
    }
}

extension Module {
    /// All parameters with their paths, such as `layers.0.weight`, in the order of the properties.
    public var parameters: [(name: String, parameter: Parameter)] { Self.find(in: self, at: "") }

    private static func find(in value: Any, at path: String) -> [(name: String, parameter: Parameter)] {
        if let parameter = value as? Parameter { return [(path, parameter)] }
        let mirror = Mirror(reflecting: value)
        guard value is any Module || mirror.displayStyle == .collection || mirror.displayStyle == .optional
        else { return [] }
        return mirror.children.enumerated().flatMap { index, child in
            if mirror.displayStyle == .optional { return find(in: child.value, at: path) }
            let label = child.label ?? String(index)
            return find(in: child.value, at: path.isEmpty ? label : "\(path).\(label)")
        }
    }
}
