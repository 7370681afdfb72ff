extension PlainPickle {
    /// The value of a call: those that NumPy, PyTorch and Python's own types are pickled as are read, not
    /// made.
    ///
    /// - Throws: `DatasetError` (malformed) that names any other function, or for arguments of another form.
    mutating func call() throws(DatasetError) -> PickledValue {
        guard case .list(let id) = try pop(), case .name(let name) = try pop() else {
            throw Self.error("a call of nothing")
        }
        let arguments = data.containers[id]
        switch name {
        case "numpy.dtype":
            guard case .text(let text)? = arguments.first, let form = NumberForm(rawValue: text) else {
                throw Self.error("numbers of a type that is not read")
            }
            return .form(form)
        case "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar":
            guard arguments.count == 2, case .form(let form) = arguments[0],
                case .bytes(let raw) = arguments[1], raw.count == form.width,
                let value = form.value(in: raw[...], at: 0)
            else { throw Self.error("a scalar that is no number") }
            return value
        case "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct":
            guard arguments.first == .name("numpy.ndarray") else { throw Self.error("another kind of array") }
            data.arrays.append(PickledArray(source: .bytes([]), form: .uint8, shape: [0], strides: [1]))
            return .array(data.arrays.count - 1)
        case "_codecs.encode": return try encoded(arguments)
        case "collections.OrderedDict":
            guard arguments.isEmpty else { throw Self.error("a dictionary of another form") }
            return .dictionary(hold([]))
        case "torch._utils._rebuild_tensor_v2": return try tensor(arguments)
        default: throw Self.error("a call of \(name), which is never executed")
        }
    }

    /// Bytes as pickles of protocol 2 have them: a text of as many characters.
    private mutating func encoded(_ arguments: [PickledValue]) throws(DatasetError) -> PickledValue {
        guard arguments.count == 2, case .text(let text) = arguments[0], arguments[1] == .text("latin1")
        else {
            throw Self.error("bytes of another form")
        }
        try spend(text.utf8.count)
        var raw: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard let byte = UInt8(exactly: scalar.value) else { throw Self.error("bytes above 255") }
            raw.append(byte)
        }
        return .bytes(raw)
    }

    /// Storage, offset, sizes, strides, and what training needs, which is not looked at.
    private mutating func tensor(_ arguments: [PickledValue]) throws(DatasetError) -> PickledValue {
        guard (6...7).contains(arguments.count), case .storage(let storage) = arguments[0],
            case .int(let offset) = arguments[1], let shape = sizes(arguments[2]),
            let strides = sizes(arguments[3]), shape.count == strides.count
        else { throw Self.error("a tensor of another form") }
        data.arrays.append(
            PickledArray(
                source: .storage(storage), form: data.storages[storage].form, offset: offset, shape: shape,
                strides: strides))
        return .array(data.arrays.count - 1)
    }

    /// At most eight whole numbers from 0.
    private func sizes(_ value: PickledValue) -> [Int]? {
        guard case .list(let id) = value, data.containers[id].count <= 8 else { return nil }
        var result: [Int] = []
        for item in data.containers[id] {
            guard case .int(let size) = item, size >= 0 else { return nil }
            result.append(size)
        }
        return result
    }

    /// Gives an array its numbers, or a type of numbers the order of its bytes.
    ///
    /// - Throws: `DatasetError` (malformed) for big-endian numbers, columns before rows, Python objects.
    mutating func setState() throws(DatasetError) {
        guard case .list(let id) = try pop() else { throw Self.error("a state of another form") }
        let state = data.containers[id]
        switch try top() {
        case .form:
            guard state.count >= 2, state[1] == .text("<") || state[1] == .text("|") else {
                throw Self.error("numbers that are not little-endian")
            }
        case .array(let array):
            guard state.count == 5, let shape = sizes(state[1]), case .form(let form) = state[2],
                state[3] == .int(0) || shape.count < 2, case .bytes(let raw) = state[4]
            else { throw Self.error("an array of another form") }
            var strides: [Int] = []
            var step = 1
            for size in shape.reversed() {
                strides.insert(step, at: 0)
                let (next, isTooFar) = step.multipliedReportingOverflow(by: size)
                guard !isTooFar, next <= raw.count else { throw Self.error("an array without its numbers") }
                step = next
            }
            guard step * form.width == raw.count else { throw Self.error("an array without its numbers") }
            data.arrays[array] = PickledArray(
                source: .bytes(raw), form: form, shape: shape, strides: strides)
        default: throw Self.error("a state of what has none")
        }
    }

    /// What PyTorch writes for the numbers of tensors: `storage`, class, key, device, count, and no view of
    /// another.
    mutating func storage(_ identity: PickledValue) throws(DatasetError) -> PickledValue {
        guard case .list(let id) = identity else { throw Self.error("a reference of another form") }
        let parts = data.containers[id]
        guard parts.count == 5 || parts.count == 6 && parts[5] == .none, parts[0] == .text("storage"),
            case .name(let type) = parts[1], case .text(let key) = parts[2], case .int(let count) = parts[4],
            count >= 0
        else { throw Self.error("a reference of another form") }
        guard let form = NumberForm(storage: type) else {
            throw Self.error("numbers of \(type), which are not read")
        }
        if let known = storages[key] {
            guard data.storages[known].form == form, data.storages[known].count == count else {
                throw Self.error("two storages '\(key)'")
            }
            return .storage(known)
        }
        data.storages.append(PickledStorage(key: key, form: form, count: count))
        storages[key] = data.storages.count - 1
        return .storage(data.storages.count - 1)
    }
}
