// swift-tools-version: 6.1
import PackageDescription

// Built by Scripts/fuzz with the flags of libFuzzer, which brings its own `main`: hence a static library, linked by
// the script, and not an executable.
let package = Package(
    name: "fuzzing",
    products: [.library(name: "ModelFuzzer", type: .static, targets: ["ModelFuzzer"])],
    dependencies: [.package(name: "gnomon", path: "..")],
    targets: [
        .target(
            name: "ModelFuzzer", dependencies: [.product(name: "GnomonModels", package: "gnomon")],
            swiftSettings: [.swiftLanguageMode(.v6)])
    ]
)
