/// A value of a pickle.
///
/// What holds other values is named by its number in ``PickledData``: what was shared stays shared, however
/// often it is named, and nothing is nested so deeply that it cannot be taken apart.
enum PickledValue: Hashable, Sendable {
    case none
    case int(Int)
    case number(Double)
    case text(String)
    case bytes([UInt8])
    /// A list or tuple.
    case list(Int)
    /// Keys and values in turn.
    case dictionary(Int)
    /// A class or function by module and name.
    case name(String)
    /// NumPy's name of a type of numbers.
    case form(NumberForm)
    /// A tensor or array.
    case array(Int)
    /// The numbers of tensors, which stand outside the pickle.
    case storage(Int)

    /// A number of either kind; nil for anything else.
    var double: Double? {
        switch self {
        case .int(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
}

/// An array of numbers that a pickle names: where its numbers are, and in what order.
struct PickledArray: Hashable, Sendable {
    /// Where the numbers are.
    enum Source: Hashable, Sendable {
        case bytes([UInt8])
        case storage(Int)
    }

    var source: Source
    var form: NumberForm
    /// The place of the first number, in numbers.
    var offset = 0
    var shape: [Int]
    /// From one number of a dimension to the next, in numbers.
    var strides: [Int]
}

/// The numbers of tensors: named in a pickle, kept beside it.
struct PickledStorage: Hashable, Sendable {
    var key: String
    var form: NumberForm
    /// How many numbers the pickle says there are.
    var count: Int
    /// The numbers; nil until they are found.
    var bytes: ArraySlice<UInt8>?
}
