/// Formats people take for ONNX, told by their first bytes.
///
/// The content decides, never the extension; nothing of these files is unpacked or executed.
enum ForeignFormat {
    /// What the first bytes of a file look like, with the way to ONNX, or nil if they may be ONNX.
    static func recognise(_ head: [UInt8]) -> (name: String, hint: String)? {
        func starts(_ text: String) -> Bool { head.starts(with: text.utf8) }
        let text = String(decoding: head.prefix(4096), as: UTF8.self)
        let trimmed = text.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.lowercased()
        if head.count >= 8, head[4..<8].elementsEqual("TFL3".utf8) {
            return ("a TFLite model", "convert it with `python -m tf2onnx.convert --tflite`")
        }
        if head.count >= 8, head[4..<8].elementsEqual("ORTM".utf8) {
            return ("a model in ONNX Runtime's own format", "use the .onnx file it was made from")
        }
        if starts("PK\u{03}\u{04}") { return archive(text) }
        if head.starts(with: [0x80]), head.count > 2, (2...5).contains(head[1]) {
            return ("a Python pickle", "export the model with torch.onnx.export; pickles are never loaded")
        }
        for (signature, name) in signatures where head.starts(with: signature) {
            return (name, "name an ONNX file")
        }
        if trimmed.hasPrefix("<?xml") || trimmed.hasPrefix("<net") {
            return trimmed.contains("<net")
                ? ("an OpenVINO model", "use the ONNX file it was converted from")
                : ("XML", "name an ONNX file")
        }
        if trimmed.hasPrefix("<!doctype html") || trimmed.hasPrefix("<html") {
            return ("an HTML page", "the download went wrong; fetch the file itself")
        }
        if starts("version https://git-lfs") {
            return ("a Git LFS pointer", "run `git lfs pull`")
        }
        if trimmed.hasPrefix("{\"") || trimmed.hasPrefix("{\n") { return ("JSON", "name an ONNX file") }
        // A GraphDef starts with a node (field 1, a message); in ONNX field 1 is a number.
        if head.first == 0x0A {
            return ("a TensorFlow graph", "convert it with `python -m tf2onnx.convert`")
        }
        return nil
    }

    private static func archive(_ text: String) -> (name: String, hint: String) {
        if text.contains("data.pkl") || text.contains("/code/") || text.contains("constants.pkl") {
            return ("a PyTorch archive (TorchScript or a checkpoint)", "export it with torch.onnx.export")
        }
        return ("a ZIP archive", "unpack it and name the .onnx file inside")
    }

    private static let signatures: [([UInt8], String)] = [
        ([0x89, 0x50, 0x4E, 0x47], "a PNG image"),
        ([0x89, 0x48, 0x44, 0x46], "an HDF5 file (a Keras model)"),
        ([0xFF, 0xD8, 0xFF], "a JPEG image"),
        ([0x1F, 0x8B], "a gzip file"),
        ([0x93, 0x4E, 0x55, 0x4D], "a NumPy array"),
        ([0x7F, 0x45, 0x4C, 0x46], "a program"),
        (Array("GGUF".utf8), "a GGUF model"),
        (Array("%PDF".utf8), "a PDF document"),
    ]
}
