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
        // The native engine beside torch; `make bench-extract`.
        .executableTarget(
            name: "extract-bench",
            dependencies: [
                .product(name: "PersonaExtraction", package: "persona-vectors")
            ],
            swiftSettings: common)
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx20
)
