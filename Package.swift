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

// Apache Arrow lies where scripts/deps-arrow.sh (`make deps`) puts it, or in ARROW_PREFIX, e.g.
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

// The documentation's plugin turns on every trait there is, whether llama.cpp is there or not;
// `make docs` therefore asks for another name.
let llamaTrait = Context.environment["PERSONA_VECTORS_DOCS"] == nil ? "LlamaCpp" : "NoLlamaCpp"

// llama.cpp lies where scripts/deps-llama.sh puts it, or in LLAMA_PREFIX, e.g. /opt/homebrew, or where
// the compiler looks by itself. Not found by pkg-config, because SwiftPM warns when the trait is off,
// too: LLAMA_PREFIX="$(pkg-config --variable=prefix llama)" says the same.
let llamaPrefix = Context.environment["LLAMA_PREFIX"]
let llama = llamaPrefix ?? Context.packageDirectory + "/.deps/llama"
let llamaHeaders: [SwiftSetting] =
    llamaPrefix == nil
    ? []
    : [
        .unsafeFlags(
            ["-Xcc", "-I" + llama + "/include", "-Xcc", "-DPERSONA_VECTORS_LLAMA"],
            .when(traits: [llamaTrait]))
    ]

let package = Package(
    name: "persona-vectors",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "AlignedMemory", targets: ["AlignedMemory"]),
        .library(name: "Safetensors", targets: ["Safetensors"]),
        .library(name: "Parquet", targets: ["Parquet"]),
        .library(name: "TensorMath", targets: ["TensorMath"]),
        .library(name: "Tokenization", targets: ["Tokenization"]),
        .library(name: "ChatTemplates", targets: ["ChatTemplates"]),
        .library(name: "PersonaVectors", targets: ["PersonaVectors", "AlignedMemory"]),
        .library(name: "PersonaAnalysis", targets: ["PersonaAnalysis"]),
        .library(name: "PersonaReports", targets: ["PersonaReports"]),
        .library(name: "PersonaExtraction", targets: ["PersonaExtraction"]),
        .library(name: "HuggingFaceHub", targets: ["HuggingFaceHub"]),
        .library(name: "HubServer", targets: ["HubServer"]),
        .library(name: "PersonaVectorsHub", targets: ["PersonaVectorsHub"]),
        .executable(name: "persona-vectors", targets: ["persona-vectors"]),
    ],
    traits: [
        .trait(
            name: llamaTrait,
            description: "A backend that runs GGUF files by the llama.cpp of the system.")
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        // PersonaVectorsHub and HubServer link this: the front matter of dataset cards is YAML.
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        // Only HubServer links these; no trait of Hummingbird's is needed.
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        // `make docs` only.
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
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

        // NumPy's .npy and .npz; nothing but the command line needs them, or zlib.
        .systemLibrary(
            name: "CZlibSystem", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "NumPyFiles", dependencies: ["CZlibSystem"], swiftSettings: layerZero),

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
        .target(name: "ByteSearch", swiftSettings: layerZero),
        .target(
            name: "Tokenization", dependencies: ["ByteSearch"], swiftSettings: layerZero),
        .target(
            name: "ChatTemplates", dependencies: ["ByteSearch"], swiftSettings: layerZero),

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

        // One HTTP exchange over the system's libcurl, behind a C interface.
        .systemLibrary(
            name: "CCurlSystem", pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(
            name: "CCurl",
            dependencies: [.target(name: "CCurlSystem", condition: .when(platforms: [.linux]))],
            linkerSettings: [.linkedLibrary("curl")]),

        // Layer 1: the network and the shared cache; nothing else touches either.
        .target(
            name: "HuggingFaceHub",
            dependencies: ["CCurl", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: common),

        // Layer 2: the artifact store.
        .target(
            name: "PersonaVectors",
            dependencies: ["AlignedMemory", "CFileSystem", "Safetensors"],
            swiftSettings: common),

        // Layer 2: an embedded Hub, for air-gapped groups, the demo and the tests.
        .target(
            name: "HubServer",
            dependencies: [
                "HuggingFaceHub",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: common),

        // Layer 3: what is computed from stored vectors.
        .target(
            name: "PersonaAnalysis",
            dependencies: ["AlignedMemory", "Safetensors", "TensorMath", "PersonaVectors"],
            swiftSettings: common),

        // llama.cpp, only with the trait.
        .systemLibrary(name: "CLlama"),

        // Layer 3: running decoder models and capturing what their blocks put out.
        .target(
            name: "PersonaExtraction",
            dependencies: [
                "CKernels", "ChatTemplates", "PersonaVectors", "Safetensors", "TensorMath",
                "Tokenization",
                .target(name: "CLlama", condition: .when(traits: [llamaTrait])),
            ],
            swiftSettings: common + llamaHeaders,
            linkerSettings: [
                .unsafeFlags(
                    ["-L", llama + "/lib", "-Xlinker", "-rpath", "-Xlinker", llama + "/lib"],
                    .when(traits: [llamaTrait]))
            ]),

        // Layer 3: vector datasets on the Hub, for reading and writing.
        .target(
            name: "PersonaVectorsHub",
            dependencies: [
                "AlignedMemory", "HuggingFaceHub", "Parquet", "PersonaVectors", "Safetensors",
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: common),

        // Layer 4: figures and pages.
        .target(
            name: "PersonaReports",
            dependencies: [
                "Parquet", "PersonaAnalysis", "PersonaVectors", "Safetensors", "TensorMath",
            ],
            resources: [.embedInCode("Pages/page.js"), .embedInCode("Pages/page.css")],
            swiftSettings: common),

        // Layers 5 and 6: the command line, as a library and its door.
        .target(
            name: "PersonaVectorsCommands",
            dependencies: [
                "AlignedMemory", "ChatTemplates", "NumPyFiles", "Parquet", "Safetensors",
                "HuggingFaceHub", "HubServer", "PersonaVectors", "PersonaVectorsHub",
                "PersonaAnalysis", "PersonaExtraction", "PersonaReports",
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
        .target(
            name: "TextFuzzing",
            dependencies: ["ChatTemplates", "SafetensorsFuzzing", "Tokenization"],
            path: "Fuzzing/TextFuzzing",
            swiftSettings: common),
        .executableTarget(
            name: "text-fuzz",
            dependencies: ["ChatTemplates", "TextFuzzing", "Tokenization"],
            path: "Fuzzing/text-fuzz",
            swiftSettings: common),

        // Contracts and doubles that the tests of several targets share; in no product.
        .target(
            name: "PersonaVectorsTesting",
            dependencies: ["AlignedMemory", "PersonaVectors", "Safetensors"],
            swiftSettings: common),
        // Doubles for the Hub and an embedded one; apart, so that other tests need no server.
        .target(
            name: "HubTesting",
            dependencies: ["HuggingFaceHub", "HubServer"],
            swiftSettings: common),

        .testTarget(
            name: "SafetensorsTests",
            dependencies: ["Safetensors", "SafetensorsFuzzing", "PersonaVectorsTesting"],
            swiftSettings: common),
        .testTarget(
            name: "ChatTemplatesTests",
            dependencies: ["ChatTemplates", "PersonaVectorsTesting", "TextFuzzing"],
            swiftSettings: common),
        .testTarget(
            name: "TokenizationTests",
            dependencies: ["Tokenization", "PersonaVectorsTesting", "TextFuzzing"],
            swiftSettings: common),
        .testTarget(
            name: "NumPyFilesTests",
            dependencies: ["NumPyFiles"],
            swiftSettings: common),
        .testTarget(
            name: "TensorMathTests",
            dependencies: ["TensorMath"],
            swiftSettings: common),
        // A process that the store's tests kill, starve and measure; in no product.
        .executableTarget(
            name: "store-exerciser",
            dependencies: ["AlignedMemory", "PersonaAnalysis", "PersonaVectors", "Safetensors"],
            path: "Tests/StoreExerciser",
            swiftSettings: common),
        .testTarget(
            name: "ParquetTests",
            dependencies: ["Parquet", "AlignedMemory", "PersonaVectorsTesting"],
            swiftSettings: common),
        .testTarget(
            name: "HuggingFaceHubTests",
            dependencies: [
                "HuggingFaceHub", "HubServer", "HubTesting", "PersonaVectorsTesting",
            ],
            swiftSettings: common),
        .testTarget(
            name: "HubServerTests",
            dependencies: [
                "HubServer", "HuggingFaceHub", "HubTesting", "PersonaVectorsTesting",
            ],
            swiftSettings: common),
        .testTarget(
            name: "PersonaVectorsHubTests",
            dependencies: [
                "PersonaVectorsHub", "AlignedMemory", "HubServer", "HubTesting", "HuggingFaceHub",
                "Parquet", "PersonaAnalysis", "PersonaVectors", "PersonaVectorsTesting",
                "Safetensors", "persona-vectors",
            ],
            swiftSettings: common),
        .testTarget(
            name: "PersonaVectorsTests",
            dependencies: [
                "AlignedMemory", "PersonaAnalysis", "PersonaVectors", "PersonaVectorsTesting",
                "Safetensors", "store-exerciser",
            ],
            swiftSettings: common),
        .testTarget(
            name: "PersonaAnalysisTests",
            dependencies: [
                "PersonaAnalysis", "PersonaVectors", "PersonaVectorsTesting", "Safetensors",
                "AlignedMemory", "TensorMath",
            ],
            swiftSettings: common),
        .testTarget(
            name: "PersonaExtractionTests",
            dependencies: [
                "PersonaExtraction", "CKernels", "ChatTemplates", "PersonaVectors",
                "PersonaVectorsTesting", "Safetensors", "Tokenization",
            ],
            swiftSettings: common + llamaHeaders),
        .testTarget(
            name: "PersonaReportsTests",
            dependencies: [
                "PersonaReports", "PersonaAnalysis", "PersonaVectors", "PersonaVectorsTesting",
                "Safetensors",
            ],
            swiftSettings: common),
        .testTarget(
            name: "PersonaVectorsCommandsTests",
            dependencies: [
                "PersonaVectorsCommands", "PersonaAnalysis", "PersonaExtraction", "PersonaVectors",
                "PersonaVectorsHub", "PersonaVectorsTesting", "NumPyFiles", "HubServer",
                "HubTesting", "HuggingFaceHub", "Safetensors", "Tokenization", "persona-vectors",
            ],
            swiftSettings: common + llamaHeaders),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx20
)
