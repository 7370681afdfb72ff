/// Settings of a predictor that a user gives by name, such as `epochs=40`.
///
/// A predictor reads those it has with ``read(_:into:)`` and then calls ``finish()``, which refuses the others.
public struct NamedSettings: Hashable, Sendable {
    private var values: [String: String] = [:]
    private var known: [String] = []

    /// No settings.
    public init() {}

    /// The settings of texts such as `epochs=40`.
    ///
    /// - Throws: `PredictError` for a text without `=`, and for a name that is there twice.
    public init(_ texts: [String]) throws(PredictError) {
        for text in texts {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, values[String(parts[0])] == nil else {
                throw PredictError(
                    .unknown, "'\(text)' is no setting, or is there twice", hint: "write name=value")
            }
            values[String(parts[0])] = String(parts[1])
        }
    }

    /// Whether nothing is set.
    public var isEmpty: Bool { values.isEmpty }

    /// Whether something is given under a name, and nobody has read it yet.
    public func contains(_ name: String) -> Bool { values[name] != nil }

    /// Puts what is given under a name into a value that has a textual form: a number, `true`, a text.
    ///
    /// - Throws: `PredictError` for a text that is no such value.
    public mutating func read<Value: LosslessStringConvertible>(
        _ name: String, into value: inout Value
    ) throws(PredictError) {
        guard let text = take(name) else { return }
        guard let found = Value(text) else {
            throw PredictError(.unknown, "\(name)=\(text): '\(text)' is no \(Value.self)")
        }
        value = found
    }

    /// Puts what is given under a name into one of several named cases.
    ///
    /// - Throws: `PredictError` for an unknown case, with those there are.
    public mutating func read<Value: RawRepresentable & CaseIterable>(
        _ name: String, into value: inout Value
    ) throws(PredictError) where Value.RawValue == String {
        guard let text = take(name) else { return }
        guard let found = Value(rawValue: text) else {
            throw Self.noCase(name, text, Value.allCases.map(\.rawValue))
        }
        value = found
    }

    /// The same for a value that there may be none of, which `none` says.
    ///
    /// - Throws: `PredictError` for an unknown case, with those there are.
    public mutating func read<Value: RawRepresentable & CaseIterable>(
        _ name: String, into value: inout Value?
    ) throws(PredictError) where Value.RawValue == String {
        guard let text = take(name) else { return }
        value = Value(rawValue: text)
        if value == nil, text != "none" {
            throw Self.noCase(name, text, ["none"] + Value.allCases.map(\.rawValue))
        }
    }

    /// Refuses what nobody has read.
    ///
    /// - Throws: `PredictError` with the names there are.
    public func finish() throws(PredictError) {
        guard let name = values.keys.sorted().first else { return }
        throw PredictError(
            .unknown, "no setting '\(name)'",
            hint: known.isEmpty ? "this predictor has none" : "known: \(known.joined(separator: ", "))")
    }

    private static func noCase(_ name: String, _ text: String, _ known: [String]) -> PredictError {
        PredictError(
            .unknown, "\(name)=\(text): no '\(text)'", hint: "known: \(known.joined(separator: ", "))")
    }

    private mutating func take(_ name: String) -> String? {
        known.append(name)
        return values.removeValue(forKey: name)
    }
}
