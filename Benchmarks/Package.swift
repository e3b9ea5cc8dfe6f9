// swift-tools-version: 6.2
import PackageDescription

// Speed beside the Python libraries that people use today; a package of its own, so that nothing
// here is built or installed for anybody else. Run it with `make bench`.
let common: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "persona-vectors", path: "..")],
    targets: [
        // Clocks, the Python process beside us, the table of ratios.
        .target(name: "BenchmarkSupport", swiftSettings: common),

        // Analysis beside NumPy, SciPy, scikit-learn and umap-learn.
        .executableTarget(
            name: "AnalysisBench",
            dependencies: [
                "BenchmarkSupport",
                .product(name: "PersonaAnalysis", package: "persona-vectors"),
                .product(name: "TensorMath", package: "persona-vectors"),
                .product(name: "PersonaVectors", package: "persona-vectors"),
            ],
            swiftSettings: common),
    ],
    swiftLanguageModes: [.v6]
)
