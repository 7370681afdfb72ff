// Written by Scripts/embed-shim.
// swift-format-ignore-file

extension TorchShim {
    /// The files of the shim: path and text.
    static let sources: [(path: String, text: String)] = [
        ("eager.cpp", eagerSource),
        ("elementwise.cpp", elementwiseSource),
        ("include/gnomon_torch.h", gnomonTorchHeader),
        ("include/lanes.h", lanesHeader),
        ("include/layer_loops.h", layerLoopsHeader),
        ("include/program.h", programHeader),
        ("layer.cpp", layerSource),
        ("matrix.cpp", matrixSource),
        ("movement.cpp", movementSource),
        ("optimizer.cpp", optimizerSource),
        ("program.cpp", programSource),
        ("reduction.cpp", reductionSource),
        ("tensor.cpp", tensorSource),
    ]
}
