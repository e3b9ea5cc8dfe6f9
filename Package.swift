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

let package = Package(
    name: "persona-vectors",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Safetensors", targets: ["Safetensors"]),
        .library(name: "TensorMath", targets: ["TensorMath"]),
        .library(name: "PersonaVectors", targets: ["PersonaVectors"]),
        .library(name: "PersonaAnalysis", targets: ["PersonaAnalysis"]),
        .library(name: "PersonaExtraction", targets: ["PersonaExtraction"]),
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

        // The arithmetic of decoder models, for each instruction set, chosen at run time.
        .target(name: "CKernels"),

        // Layer 2: the artifact store.
        .target(
            name: "PersonaVectors",
            dependencies: ["AlignedMemory", "CFileSystem", "Safetensors"],
            swiftSettings: common),

        // Layer 3: what is computed from stored vectors.
        .target(
            name: "PersonaAnalysis",
            dependencies: ["AlignedMemory", "TensorMath", "PersonaVectors"],
            swiftSettings: common),

        // Layer 3: running decoder models and capturing what their blocks put out.
        .target(
            name: "PersonaExtraction",
            dependencies: ["CKernels", "Safetensors", "TensorMath", "PersonaVectors"],
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
            name: "TensorMathTests",
            dependencies: ["TensorMath"],
            swiftSettings: common),
        .testTarget(
            name: "PersonaVectorsTests",
            dependencies: ["PersonaVectors", "PersonaVectorsTesting", "Safetensors"],
            swiftSettings: common),
        .testTarget(
            name: "PersonaAnalysisTests",
            dependencies: ["PersonaAnalysis", "PersonaVectors", "PersonaVectorsTesting"],
            swiftSettings: common),
        .testTarget(
            name: "PersonaExtractionTests",
            dependencies: [
                "PersonaExtraction", "CKernels", "PersonaVectors", "PersonaVectorsTesting",
                "Safetensors",
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
