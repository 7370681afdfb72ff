// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "benchmarks",
    dependencies: [
        .package(name: "gnomon", path: ".."),
        // Fills a store by plain SQL.
        .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
    ],
    targets: [
        .executableTarget(
            name: "store",
            dependencies: [
                .product(name: "GnomonKeeping", package: "gnomon"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ], swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "predictions",
            dependencies: [
                .product(name: "GnomonPrediction", package: "gnomon"),
                .product(name: "GnomonArchitectures", package: "gnomon"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "bringup",
            dependencies: [
                .product(name: "GnomonArchitectures", package: "gnomon"),
                .product(name: "GnomonMeasuring", package: "gnomon"),
                .product(name: "GnomonPrediction", package: "gnomon"),
                .product(name: "GnomonSessions", package: "gnomon"),
            ], swiftSettings: [.swiftLanguageMode(.v6)]),
        .target(
            name: "SealedModels",
            dependencies: [
                .product(name: "GnomonEvaluation", package: "gnomon"),
                .product(name: "GnomonMeasuring", package: "gnomon"),
                .product(name: "GnomonPrediction", package: "gnomon"),
                .product(name: "GnomonSessions", package: "gnomon"),
            ], swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "accuracy",
            dependencies: [
                "SealedModels",
                .product(name: "GnomonArchitectures", package: "gnomon"),
                .product(name: "GnomonEvaluation", package: "gnomon"),
                .product(name: "GnomonMeasuring", package: "gnomon"),
                .product(name: "GnomonPrediction", package: "gnomon"),
                .product(name: "GnomonSessions", package: "gnomon"),
            ], swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "samples",
            dependencies: [
                "SealedModels",
                .product(name: "GnomonArchitectures", package: "gnomon"),
                .product(name: "GnomonEvaluation", package: "gnomon"),
                .product(name: "GnomonMeasuring", package: "gnomon"),
                .product(name: "GnomonPrediction", package: "gnomon"),
                .product(name: "GnomonSessions", package: "gnomon"),
            ], swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "nasbench201", dependencies: [.product(name: "GnomonArchitectures", package: "gnomon")],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "measuring", dependencies: [.product(name: "GnomonMeasuring", package: "gnomon")],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "noise", dependencies: [.product(name: "GnomonMeasuring", package: "gnomon")],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "reading", dependencies: [.product(name: "GnomonPrediction", package: "gnomon")],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "training",
            dependencies: [
                .product(name: "GnomonArchitectures", package: "gnomon"),
                .product(name: "GnomonPrediction", package: "gnomon"),
            ],
            exclude: ["nasflat_peer.py", "peer.py", "help_peer.py"], swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "relation",
            dependencies: [
                .product(name: "GnomonArchitectures", package: "gnomon"),
                .product(name: "GnomonPrediction", package: "gnomon"),
            ], swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "variants",
            dependencies: [
                .product(name: "GnomonArchitectures", package: "gnomon"),
                .product(name: "GnomonModels", package: "gnomon"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]),
    ]
)
