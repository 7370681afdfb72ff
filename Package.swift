// swift-tools-version: 6.1
import PackageDescription

/// One room of the house: a target, what it may import, and which packages it stands on.
struct Room {
    var name: String
    var imports: [String] = []
    var packages: [Target.Dependency] = []
    var tested = true
    var isExecutable = false
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

// The table of rooms, in the order data passes through them. `Scripts/check-layers` compares it with its
// allow-list; ARCHITECTURE.md says what lives where.
let rooms: [Room] = [
    Room(name: "GnomonStatistics"),
    Room(name: "GnomonDigest"),
    Room(name: "GnomonGraph", imports: ["GnomonStatistics"]),
    Room(name: "GnomonONNX", imports: ["GnomonDigest", "GnomonGraph", "GnomonStatistics"]),
    Room(name: "GnomonSpaces", imports: ["GnomonGraph", "GnomonStatistics"]),
    Room(name: "GnomonData", imports: ["GnomonGraph", "GnomonStatistics"]),
    Room(name: "GnomonKernels", imports: ["GnomonGraph", "GnomonStatistics"]),
    Room(
        name: "GnomonDatasets", imports: ["GnomonData", "GnomonGraph", "GnomonSpaces", "GnomonStatistics"]),
    Room(name: "GnomonNative", imports: ["CGnomonSystem", "GnomonDigest"]),
    Room(
        name: "GnomonRuntimes",
        imports: ["GnomonData", "GnomonGraph", "GnomonNative", "GnomonONNX", "GnomonStatistics"]),
    Room(
        name: "GnomonMeasure",
        imports: [
            "GnomonData", "GnomonDigest", "GnomonGraph", "GnomonNative", "GnomonONNX", "GnomonRuntimes",
            "GnomonStatistics",
        ]),
    Room(name: "GnomonStore", imports: ["GnomonData", "GnomonGraph", "GnomonStatistics"], packages: [grdb]),
    // The child process of tests, which have no command to start again.
    Room(name: "GnomonChildFixture", imports: ["GnomonMeasure"], tested: false, isExecutable: true),
    Room(
        name: "GnomonFeatures",
        imports: ["GnomonData", "GnomonGraph", "GnomonKernels", "GnomonSpaces", "GnomonStatistics"]),
    Room(name: "GnomonLearn", imports: ["GnomonNative", "GnomonStatistics"]),
    Room(
        name: "GnomonPredict",
        imports: [
            "GnomonData", "GnomonFeatures", "GnomonGraph", "GnomonKernels", "GnomonLearn", "GnomonNative",
            "GnomonSpaces", "GnomonStatistics",
        ]),
    // What several test targets share: the conformance suites of the seams, and small networks.
    Room(
        name: "GnomonTestKit",
        imports: [
            "GnomonData", "GnomonDatasets", "GnomonGraph", "GnomonKernels", "GnomonMeasure", "GnomonNative",
            "GnomonPredict", "GnomonRuntimes", "GnomonSpaces", "GnomonStatistics",
        ], tested: false),
    Room(name: "GnomonEvaluate", imports: ["GnomonStatistics"]),
    Room(name: "GnomonSearch", imports: ["GnomonSpaces", "GnomonStatistics"]),
    Room(
        name: "GnomonReport",
        imports: ["GnomonData", "GnomonEvaluate", "GnomonGraph", "GnomonStatistics"]),
    Room(
        name: "GnomonApp",
        imports: [
            "GnomonData", "GnomonDatasets", "GnomonDigest", "GnomonEvaluate", "GnomonFeatures", "GnomonGraph",
            "GnomonKernels", "GnomonLearn", "GnomonMeasure", "GnomonNative", "GnomonONNX", "GnomonPredict",
            "GnomonReport", "GnomonRuntimes", "GnomonSearch", "GnomonSpaces", "GnomonStatistics",
            "GnomonStore",
        ]),
]

/// Rooms that the command sees besides GnomonApp.
let commandImports = [
    "GnomonApp", "GnomonData", "GnomonMeasure", "GnomonNative", "GnomonReport", "GnomonRuntimes",
    "GnomonSpaces", "GnomonStatistics",
]

/// Test targets that stand on GnomonTestKit besides their room.
let kitUsers: Set<String> = [
    "GnomonApp", "GnomonDatasets", "GnomonFeatures", "GnomonKernels", "GnomonMeasure", "GnomonPredict",
    "GnomonRuntimes",
]

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

var targets: [Target] = [.target(name: "CGnomonSystem")]
for room in rooms {
    let dependencies = room.imports.map { Target.Dependency.target(name: $0) } + room.packages
    targets.append(
        room.isExecutable
            ? .executableTarget(name: room.name, dependencies: dependencies, swiftSettings: settings)
            : .target(name: room.name, dependencies: dependencies, swiftSettings: settings))
    if room.tested {
        var named = [Target.Dependency.target(name: room.name)] + dependencies
        if kitUsers.contains(room.name) {
            let kit = rooms.first { $0.name == "GnomonTestKit" }
            let more = Set(kit?.imports ?? []).union(["GnomonTestKit"]).subtracting(
                room.imports + [room.name])
            named += more.sorted().map { .target(name: $0) }
        }
        if room.name == "GnomonMeasure" { named.append(.target(name: "GnomonChildFixture")) }
        targets.append(.testTarget(name: "\(room.name)Tests", dependencies: named, swiftSettings: settings))
    }
}

targets.append(
    .executableTarget(
        name: "gnomon",
        dependencies: commandImports.map { .target(name: $0) } + [argumentParser],
        swiftSettings: settings))

// Real networks, read, prepared and run; needs what Scripts/corpus makes.
targets.append(
    .testTarget(
        name: "CorpusTests",
        dependencies: ["GnomonData", "GnomonGraph", "GnomonNative", "GnomonONNX", "GnomonRuntimes"].map {
            .target(name: $0)
        },
        swiftSettings: settings))

// What is inferred against what ONNX and ONNX Runtime say; needs what Scripts/corpus makes.
targets.append(
    .testTarget(
        name: "DifferentialTests",
        dependencies: ["GnomonGraph", "GnomonONNX"].map { .target(name: $0) },
        swiftSettings: settings))

// Drives the built command; see `Command` there for where it looks.
targets.append(
    .testTarget(
        name: "EndToEndTests",
        dependencies: ["GnomonGraph", "GnomonNative", "GnomonONNX", "GnomonSpaces", "GnomonTestKit"],
        swiftSettings: settings))

let package = Package(
    name: "gnomon",
    products: [
        .executable(name: "gnomon", targets: ["gnomon"]),
        // What the fuzzer stands on.
        .library(name: "GnomonModels", targets: ["GnomonGraph", "GnomonONNX"]),
        // What the benchmarks stand on.
        .library(
            name: "GnomonMeasuring",
            targets: [
                "GnomonData", "GnomonGraph", "GnomonMeasure", "GnomonNative", "GnomonONNX", "GnomonRuntimes",
                "GnomonStatistics", "GnomonTestKit",
            ]),
        .library(name: "GnomonSessions", targets: ["GnomonApp", "GnomonMeasure", "GnomonStore"]),
        .library(name: "GnomonArchitectures", targets: ["GnomonGraph", "GnomonSpaces"]),
        .library(name: "GnomonEvaluation", targets: ["GnomonEvaluate"]),
        .library(name: "GnomonKeeping", targets: ["GnomonData", "GnomonStatistics", "GnomonStore"]),
        .library(
            name: "GnomonPrediction",
            targets: [
                "GnomonGraph", "GnomonKernels", "GnomonLearn", "GnomonONNX", "GnomonPredict",
                "GnomonStatistics",
            ]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
    ],
    targets: targets
)
