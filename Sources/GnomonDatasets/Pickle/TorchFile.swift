/// Reads what `torch.save` writes (pytorch/pytorch, `torch/serialization.py`), as data: nothing is executed.
///
/// Since PyTorch 1.6 that is a zip archive of stored files: `NAME/data.pkl` is the pickle, `NAME/data/KEY`
/// the numbers of a storage, `NAME/byteorder` says in which order their bytes are. Before, and still if asked
/// for, it is pickles one after another: a magic number, a version, the machine, the object, the keys of the
/// storages; then each storage, its count in eight bytes before it.
enum TorchFile {
    /// The magic number, pickled: 0x1950A86A20F9469CFC6C.
    static let magic: [UInt8] = [
        0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
    ]

    /// What the file holds, with the numbers of its tensors.
    ///
    /// - Throws: `DatasetError` (malformed) for another file, a damaged one, or one that is not plain data.
    /// - Complexity: O(bytes).
    static func read(_ bytes: [UInt8]) throws(DatasetError) -> PickledData {
        if bytes.starts(with: [0x50, 0x4B, 3, 4]) { return try archive(bytes) }
        if bytes.starts(with: magic) { return try sequence(bytes) }
        throw DatasetError(.malformed, "the file is not one that PyTorch wrote")
    }

    private static func archive(_ bytes: [UInt8]) throws(DatasetError) -> PickledData {
        let zip = try StoredZip(bytes)
        let pickles = zip.names.filter { $0.hasSuffix("/data.pkl") }
        guard pickles.count == 1, let pickle = try zip.contents(pickles[0]) else {
            throw DatasetError(.malformed, "the archive has no 'data.pkl', or several")
        }
        let prefix = pickles[0].dropLast("data.pkl".count)
        if let order = try zip.contents(prefix + "byteorder"), !order.elementsEqual("little".utf8) {
            throw DatasetError(.malformed, "the archive has numbers that are not little-endian")
        }
        var data = try PlainPickle.read(Array(pickle))
        for (place, storage) in data.storages.enumerated() {
            guard let numbers = try zip.contents("\(prefix)data/\(storage.key)"),
                holds(numbers.count, storage)
            else { throw missing(storage) }
            data.storages[place].bytes = numbers
        }
        return data
    }

    private static func sequence(_ bytes: [UInt8]) throws(DatasetError) -> PickledData {
        let version = try PlainPickle.read(bytes, at: magic.count)
        let machine = try PlainPickle.read(bytes, at: version.end)
        guard version.root == .int(1001), machine.entry("little_endian", of: machine.root) == .int(1) else {
            throw DatasetError(.malformed, "the file is of a version or machine that is not read")
        }
        var data = try PlainPickle.read(bytes, at: machine.end)
        let keys = try PlainPickle.read(bytes, at: data.end)
        guard let names = try keys.items(keys.root), names.count == data.storages.count else {
            throw DatasetError(.malformed, "the file has no list of its storages")
        }
        let source = LittleBytes(bytes)
        var place = keys.end
        var known: [String: Int] = [:]
        for (number, storage) in data.storages.enumerated() { known[storage.key] = number }
        for name in names {
            guard case .text(let key) = name, let number = known.removeValue(forKey: key) else {
                throw DatasetError(.malformed, "the file has a storage that nothing names")
            }
            let storage = data.storages[number]
            guard try source.number(8, at: place) == storage.count, storage.count <= bytes.count else {
                throw missing(storage)
            }
            data.storages[number].bytes = try source.slice(place + 8, storage.count * storage.form.width)
            place += 8 + storage.count * storage.form.width
        }
        return data
    }

    private static func holds(_ bytes: Int, _ storage: PickledStorage) -> Bool {
        let (size, isTooMany) = storage.count.multipliedReportingOverflow(by: storage.form.width)
        return !isTooMany && size == bytes
    }

    private static func missing(_ storage: PickledStorage) -> DatasetError {
        DatasetError(
            .malformed, "storage '\(storage.key)' has not the \(storage.count) numbers it should have")
    }
}
