/// LightGBM, the library that grows trees.
///
/// Ke et al. 2017, "LightGBM: A Highly Efficient Gradient Boosting Decision Tree".
///
/// A value of this type means that the library is open and has every function that is used.
public struct LightGBM: Sendable {
    /// The opened library.
    public let library: NativeLibrary
    let functions: LightGBMFunctions

    /// Opens the pinned library.
    ///
    /// - Throws: `NativeError` when it is missing or has another set of functions.
    public init(locations: NativeLocations = .current) throws(NativeError) {
        library = try NativeLibrary.open(.lightGBM, locations: locations)
        functions = try LightGBMFunctions(library)
    }

    /// Turns a status into an error with the library's own text.
    func check(_ status: Int32, _ what: String) throws(NativeError) {
        guard status != 0 else { return }
        let text = functions.lastError().map { String(cString: $0) } ?? "no message"
        throw NativeError(.failed, "LightGBM could not \(what): \(text)")
    }

    /// A count as the library takes it.
    static func int32(_ value: Int, _ what: String) throws(NativeError) -> Int32 {
        guard let narrow = Int32(exactly: value), narrow >= 0 else {
            throw NativeError(.failed, "LightGBM takes at most \(Int32.max) \(what), not \(value)")
        }
        return narrow
    }
}
