/// All search spaces; adding one is a folder and a line here.
public enum SpaceCatalog {
    /// The spaces in the order they are listed.
    public static let all: [any SearchSpace] = [
        NASBench201(), FBNet(.cifar), FBNet(.imageNet), OFAMobileNetV3(width: 1.2), OFAMobileNetV3(width: 1),
        ProxylessNAS(), ProxylessNAS(secondWidth: 32),
    ]

    /// The space of this name; nil for an unknown name.
    public static func space(named name: String) -> (any SearchSpace)? {
        all.first { $0.name == name }
    }
}
