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
    Room(name: "GnomonGraph", imports: ["GnomonStatistics"]),
    Room(name: "GnomonONNX", imports: ["GnomonGraph", "GnomonStatistics"]),
    Room(name: "GnomonSpaces", imports: ["GnomonGraph", "GnomonStatistics"]),
    Room(name: "GnomonData", imports: ["GnomonGraph", "GnomonStatistics"]),
    Room(name: "GnomonKernels", imports: ["GnomonGraph", "GnomonStatistics"]),
    Room(name: "GnomonNative", imports: ["CGnomonSystem"]),
    Room(
        name: "GnomonRuntimes",
        imports: ["GnomonData", "GnomonGraph", "GnomonNative", "GnomonONNX", "GnomonStatistics"]),
    Room(
        name: "GnomonMeasure",
        imports: [
            "CGnomonSystem", "GnomonData", "GnomonGraph", "GnomonNative", "GnomonONNX", "GnomonRuntimes",
            "GnomonStatistics",
        ]),
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
        if room.name == "GnomonMeasure" { named.append(.target(name: "GnomonChildFixture")) }
        targets.append(.testTarget(name: "\(room.name)Tests", dependencies: named, swiftSettings: settings))
    }
}

let package = Package(
    name: "gnomon",
    dependencies: [],
    targets: targets
)
