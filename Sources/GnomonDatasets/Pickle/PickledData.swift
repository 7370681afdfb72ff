/// What a pickle holds: a value and all that it refers to.
struct PickledData: Sendable {
    /// The value.
    var root = PickledValue.none
    /// Lists, tuples and dictionaries.
    var containers: [[PickledValue]] = []
    var arrays: [PickledArray] = []
    var storages: [PickledStorage] = []
    /// The place behind the pickle.
    var end = 0

    /// The items of a list, or the numbers of an array of one dimension; nil for anything else.
    ///
    /// - Throws: `DatasetError` (malformed) for an array whose numbers are not all there.
    /// - Complexity: O(items).
    func items(_ value: PickledValue) throws(DatasetError) -> [PickledValue]? {
        switch value {
        case .list(let id): return containers[id]
        case .array(let id) where arrays[id].shape.count == 1: return try numbers(arrays[id])
        default: return nil
        }
    }

    /// A value, or the number of an array that has only one.
    ///
    /// - Throws: `DatasetError` (malformed) for an array whose number is not there.
    func scalar(_ value: PickledValue) throws(DatasetError) -> PickledValue {
        guard case .array(let id) = value, arrays[id].shape.allSatisfy({ $0 == 1 }) else { return value }
        return try numbers(arrays[id])[0]
    }

    /// The whole numbers of a list, tuple or array; nil for anything else, or for more than so many.
    func wholeNumbers(_ value: PickledValue, atMost limit: Int) -> [Int]? {
        // The count comes first: a pickle can name one long list again and again.
        switch value {
        case .list(let id) where containers[id].count <= limit: break
        case .array(let id) where arrays[id].shape.count == 1 && arrays[id].shape[0] <= limit: break
        default: return nil
        }
        guard let found = try? items(value) else { return nil }
        var result: [Int] = []
        for item in found {
            guard case .int(let number)? = try? scalar(item) else { return nil }
            result.append(number)
        }
        return result
    }

    /// The value of a text in a dictionary, the last if there are several; nil for anything else.
    ///
    /// - Complexity: O(entries).
    func entry(_ key: String, of value: PickledValue) -> PickledValue? {
        guard case .dictionary(let id) = value else { return nil }
        let items = containers[id]
        for place in stride(from: items.count - 2, through: 0, by: -2) where items[place] == .text(key) {
            return items[place + 1]
        }
        return nil
    }

    /// Numbers in the order of their indices, the last running fastest.
    ///
    /// Only as many as there are bytes for: an array whose strides are 0 may claim any size.
    private func numbers(_ array: PickledArray) throws(DatasetError) -> [PickledValue] {
        let bytes: ArraySlice<UInt8>
        switch array.source {
        case .bytes(let own): bytes = own[...]
        case .storage(let id):
            guard let found = storages[id].bytes, storages[id].form == array.form else {
                throw Self.error("numbers that are not in the file")
            }
            bytes = found
        }
        let form = array.form
        let available = bytes.count / form.width
        var count = 1
        var last = array.offset
        for (size, stride) in zip(array.shape, array.strides) {
            guard size >= 0, stride >= 0, size <= available else { throw Self.error("a size of \(size)") }
            let (product, isTooMany) = count.multipliedReportingOverflow(by: size)
            let (reach, isTooFar) = max(0, size - 1).multipliedReportingOverflow(by: stride)
            let (sum, isOutside) = last.addingReportingOverflow(reach)
            guard !isTooMany, !isTooFar, !isOutside, product <= available else {
                throw Self.error("an array of more numbers than there are")
            }
            (count, last) = (product, sum)
        }
        if count == 0 { return [] }
        guard array.offset >= 0, last < available else { throw Self.error("an array that ends outside") }
        var indices = [Int](repeating: 0, count: array.shape.count)
        var result: [PickledValue] = []
        result.reserveCapacity(count)
        for _ in 0..<count {
            let place = zip(indices, array.strides).reduce(array.offset) { $0 + $1.0 * $1.1 }
            guard let value = form.value(in: bytes, at: bytes.startIndex + place * form.width) else {
                throw Self.error("an array that ends outside")
            }
            result.append(value)
            for dimension in indices.indices.reversed() {
                indices[dimension] += 1
                if indices[dimension] < array.shape[dimension] { break }
                indices[dimension] = 0
            }
        }
        return result
    }

    private static func error(_ what: String) -> DatasetError {
        DatasetError(.malformed, "the file has \(what)")
    }
}
