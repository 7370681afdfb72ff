/// An object of the library, freed when nobody holds it any more.
final class OpenVINOHandle {
    let pointer: OpenVINOFunctions.Handle
    private let free: OpenVINOFunctions.Free

    init(_ pointer: OpenVINOFunctions.Handle, free: @escaping OpenVINOFunctions.Free) {
        self.pointer = pointer
        self.free = free
    }

    deinit { free(pointer) }
}
