/// What went wrong with one model of a batch.
public struct ResultError: Hashable, Sendable {
    /// A machine-readable reason, such as `onnx.malformed`.
    public var code: String
    /// A sentence a user can act on.
    public var message: String
    /// The platform it happened on, where a model has a result for each of several.
    public var platform: String?

    /// An error of one result.
    public init(code: String, message: String, platform: String? = nil) {
        self.code = code
        self.message = message
        self.platform = platform
    }

    /// The object that stands in a result's place.
    var json: JSONObject { ["code": .string(code), "message": .string(message)] }
}
