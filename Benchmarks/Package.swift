// swift-tools-version: 6.2
import PackageDescription

// The switches of the package that is measured.
let common: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

// A package of its own, so that nobody who uses persona-vectors builds it.
let package = Package(
    name: "persona-vectors-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "persona-vectors", path: "..")],
    targets: [
        // Timing, peers in Python, and the table that is printed.
        .target(name: "BenchmarkSupport", swiftSettings: common),

        .executableTarget(
            name: "hub-bench",
            dependencies: [
                "BenchmarkSupport",
                .product(name: "HubServer", package: "persona-vectors"),
                .product(name: "HuggingFaceHub", package: "persona-vectors"),
                .product(name: "Parquet", package: "persona-vectors"),
                .product(name: "PersonaVectors", package: "persona-vectors"),
                .product(name: "PersonaVectorsHub", package: "persona-vectors"),
                .product(name: "Safetensors", package: "persona-vectors"),
            ],
            swiftSettings: common),

        .executableTarget(
            name: "parquet-bench",
            dependencies: [
                "BenchmarkSupport", .product(name: "Parquet", package: "persona-vectors"),
                .product(name: "AlignedMemory", package: "persona-vectors"),
            ],
            swiftSettings: common),

        .executableTarget(
            name: "analysis-bench",
            dependencies: [
                "BenchmarkSupport",
                .product(name: "AlignedMemory", package: "persona-vectors"),
                .product(name: "PersonaAnalysis", package: "persona-vectors"),
                .product(name: "PersonaVectors", package: "persona-vectors"),
                .product(name: "TensorMath", package: "persona-vectors"),
            ],
            swiftSettings: common),

        .executableTarget(
            name: "probe-bench",
            dependencies: [
                "BenchmarkSupport",
                .product(name: "AlignedMemory", package: "persona-vectors"),
                .product(name: "PersonaAnalysis", package: "persona-vectors"),
                .product(name: "PersonaVectors", package: "persona-vectors"),
                .product(name: "TensorMath", package: "persona-vectors"),
            ],
            swiftSettings: common),

        // The command line beside a script: it needs nothing of the package.
        .executableTarget(
            name: "report-bench", dependencies: ["BenchmarkSupport"], swiftSettings: common),

        .executableTarget(
            name: "store-bench",
            dependencies: [
                "BenchmarkSupport",
                .product(name: "AlignedMemory", package: "persona-vectors"),
                .product(name: "PersonaAnalysis", package: "persona-vectors"),
                .product(name: "PersonaVectors", package: "persona-vectors"),
                .product(name: "Safetensors", package: "persona-vectors"),
            ],
            swiftSettings: common),

        // The native engine beside torch; `make bench-extract`.
        .executableTarget(
            name: "extract-bench",
            dependencies: [
                .product(name: "PersonaExtraction", package: "persona-vectors")
            ],
            swiftSettings: common),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx20
)
