// swift-tools-version: 6.2
import PackageDescription

// Every target: https://docs.swift.org/swiftpm/documentation/packagedescription/swiftsetting
let common: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

// Layer 0 handles raw memory: there every unsafe use has to be spelled `unsafe`.
let layerZero = common + [.strictMemorySafety()]

// Apache Arrow lies where Scripts/deps-arrow.sh (`make deps`) puts it, or in ARROW_PREFIX, e.g.
// /opt/homebrew or /usr: a package that depends on this one has no .deps of ours and sets that.
// The paths are given whether or not the folder exists, because SwiftPM caches this evaluation.
// Without Arrow everything still builds: `persona_arrow` is then the empty archive in the last
// folder, and the calls of Parquet throw. unsafeFlags are allowed in dependencies since tools 6.2.
let arrowPrefix = Context.environment["ARROW_PREFIX"]
let arrow = arrowPrefix ?? Context.packageDirectory + "/.deps/arrow"
let withoutArrow = Context.packageDirectory + "/Sources/CParquet/without-arrow"
let arrowHeaders: [CXXSetting] =
    [.unsafeFlags(["-isystem", arrow + "/include"])]
    + (arrowPrefix == nil ? [] : [.define("PERSONA_VECTORS_ARROW")])
let arrowLibraries: [LinkerSetting] =
    [
        .unsafeFlags([
            "-L", arrow + "/lib", "-L", withoutArrow, "-Xlinker", "-rpath", "-Xlinker",
            arrow + "/lib",
        ])
    ]
    + (arrowPrefix == nil
        ? [.linkedLibrary("persona_arrow")] : [.linkedLibrary("parquet"), .linkedLibrary("arrow")])

let package = Package(
    name: "persona-vectors",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Safetensors", targets: ["Safetensors"]),
        .library(name: "Parquet", targets: ["Parquet"]),
        .library(name: "TensorMath", targets: ["TensorMath"]),
        .library(name: "PersonaVectors", targets: ["PersonaVectors"]),
        .library(name: "PersonaAnalysis", targets: ["PersonaAnalysis"]),
        .executable(name: "persona-vectors", targets: ["persona-vectors"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    ],
    targets: [
        // Layer 0: bytes and numbers; these know nothing of personas.
        .target(name: "AlignedMemory", swiftSettings: layerZero),
        .target(name: "CFileSystem"),
        .target(name: "CHalfPrecision"),
        .target(
            name: "Safetensors",
            dependencies: [
                "CHalfPrecision",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: layerZero),

        // Apache Arrow's Parquet behind a C interface, and its Swift face.
        .target(
            name: "CParquet",
            exclude: ["without-arrow"],
            cxxSettings: arrowHeaders,
            linkerSettings: arrowLibraries),
        .target(
            name: "Parquet",
            dependencies: ["AlignedMemory", "CParquet"],
            swiftSettings: layerZero),

        // Text as language models read it.
        .target(name: "Tokenization", swiftSettings: layerZero),

        // Linear algebra: OpenBLAS on Linux, Accelerate on Apple, behind one C header.
        .systemLibrary(
            name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
        .target(
            name: "CLinearAlgebra",
            dependencies: [.target(name: "COpenBLAS", condition: .when(platforms: [.linux]))],
            linkerSettings: [
                .linkedFramework("Accelerate", .when(platforms: [.macOS]))
            ]),
        .target(
            name: "TensorMath", dependencies: ["CLinearAlgebra"], swiftSettings: layerZero),

        // Layer 2: the artifact store.
        .target(
            name: "PersonaVectors",
            dependencies: ["AlignedMemory", "CFileSystem", "Safetensors"],
            swiftSettings: common),

        // Layer 3: what is computed from stored vectors.
        .target(
            name: "PersonaAnalysis",
            dependencies: ["AlignedMemory", "Safetensors", "TensorMath", "PersonaVectors"],
            swiftSettings: common),

        // Layers 5 and 6: the command line, as a library and its door.
        .target(
            name: "PersonaVectorsCommands",
            dependencies: [
                "AlignedMemory", "Safetensors", "PersonaVectors", "PersonaAnalysis",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: common),
        .executableTarget(
            name: "persona-vectors",
            dependencies: [
                "PersonaVectorsCommands",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: common),

        // Hostile files, for `make fuzz` and the tests; in no product of ours.
        .target(
            name: "SafetensorsFuzzing",
            dependencies: ["Safetensors"],
            path: "Fuzzing/SafetensorsFuzzing",
            swiftSettings: common),
        .executableTarget(
            name: "safetensors-fuzz",
            dependencies: ["SafetensorsFuzzing"],
            path: "Fuzzing/safetensors-fuzz",
            swiftSettings: common),

        // Contracts and doubles that the tests of several targets share; in no product.
        .target(
            name: "PersonaVectorsTesting",
            dependencies: ["PersonaVectors"],
            swiftSettings: common),

        .testTarget(
            name: "SafetensorsTests",
            dependencies: ["Safetensors", "SafetensorsFuzzing", "PersonaVectorsTesting"],
            swiftSettings: common),
        .testTarget(
            name: "TokenizationTests",
            dependencies: ["Tokenization", "PersonaVectorsTesting"],
            swiftSettings: common),
        .testTarget(
            name: "TensorMathTests",
            dependencies: ["TensorMath"],
            swiftSettings: common),
        .testTarget(
            name: "ParquetTests",
            dependencies: ["Parquet", "AlignedMemory", "PersonaVectorsTesting"],
            swiftSettings: common),
        .testTarget(
            name: "PersonaVectorsTests",
            dependencies: ["PersonaVectors", "PersonaVectorsTesting", "Safetensors"],
            swiftSettings: common),
        .testTarget(
            name: "PersonaAnalysisTests",
            dependencies: [
                "PersonaAnalysis", "PersonaVectors", "PersonaVectorsTesting", "Safetensors",
                "AlignedMemory", "TensorMath",
            ],
            swiftSettings: common),
        .testTarget(
            name: "PersonaVectorsCommandsTests",
            dependencies: ["PersonaVectorsCommands", "PersonaVectors"],
            swiftSettings: common),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx20
)
