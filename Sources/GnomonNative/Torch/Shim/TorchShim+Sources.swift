// Written by Scripts/embed-shim.
// swift-format-ignore-file

extension TorchShim {
    /// The files of the shim: path and text.
    static let sources: [(path: String, text: String)] = [
        ("elementwise.cpp", elementwiseSource),
        ("include/gnomon_torch.h", gnomonTorchHeader),
        ("include/program.h", programHeader),
        ("matrix.cpp", matrixSource),
        ("movement.cpp", movementSource),
        ("program.cpp", programSource),
        ("reduction.cpp", reductionSource),
        ("tensor.cpp", tensorSource),
    ]
}
