/// What went wrong with one model of a batch.
public struct ResultError: Hashable, Sendable {
    /// A machine-readable reason, such as `onnx.malformed`.
    public var code: String
    /// A sentence a user can act on.
    public var message: String

    /// An error of one result.
    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }

    /// The object that stands in a result's place.
    var json: JSONObject { ["code": .string(code), "message": .string(message)] }
}
