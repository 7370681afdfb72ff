/// The family that a model's file name tells.
public enum ModelFamily {
    /// The letters before the first digit or sign of the file's name.
    ///
    /// `models/resnet50.onnx` is of `resnet`, `mobilenet_v2` of `mobilenet`. A name that does not begin with a
    /// letter is its own family.
    public static func name(of path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        let stem = file.split(separator: ".").first.map(String.init) ?? file
        let letters = stem.lowercased().prefix { $0.isLetter }
        return letters.isEmpty ? stem : String(letters)
    }
}
