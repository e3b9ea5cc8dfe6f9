import CKernels
public import Foundation
import Safetensors

/// Runs Llama 3, Qwen 2 and 2.5, Qwen 3, Gemma 2, Gemma 3 (text) and Mistral models on the
/// processor, from the folders in which Hugging Face keeps them.
///
/// Weights are mapped, not loaded: opening a model costs little, and the same model in two
/// processes is in memory once. The residual stream, norms, attention and sums are float; only the
/// inputs of products with weights are rounded to bfloat16, and only where the processor
/// multiplies it. Results do not depend on the number of threads, nor on which texts are asked for
/// together.
///
/// A class because calls take turns: each uses all the cores it may.
public final class NativeBackend: ActivationBackend {
    /// How a model is run.
    public struct Options: Hashable, Sendable {
        /// In which dtype weights are multiplied.
        public enum Compute: String, CaseIterable, Sendable {
            /// bfloat16 for weights of that dtype where the processor has instructions for it, else
            /// float.
            case automatic
            /// Exact products in float, whatever the weights are.
            case float32
            /// bfloat16 for weights of that dtype on every processor, to the same bits; where there
            /// are no instructions for it this is slower than float. Other weights as `automatic`.
            case bfloat16
        }

        /// How Gemma's embeddings are scaled.
        public enum EmbeddingScale: String, CaseIterable, Sendable {
            /// By the square root of the hidden size, rounded to the dtype of the weights, as
            /// transformers does when it runs them in that dtype (59.75 for 3584, not 59.867).
            case checkpointDType
            /// By the square root itself, as transformers does when it runs in float32.
            case exact
        }

        /// In which dtype weights are multiplied.
        public var compute: Compute
        /// How many threads work; nil means one a core.
        public var threads: Int?
        /// How Gemma's embeddings are scaled; other families ignore it.
        public var embeddingScale: EmbeddingScale
        /// About how many tokens of several texts go through the model together.
        public var batchTokens: Int
        /// The instructions that the kernels use; nil means the best there are.
        package var instructions: InstructionSet?

        /// Options; the defaults are the fast ones, with parity to transformers in the dtype of the
        /// checkpoint.
        public init(
            compute: Compute = .automatic, threads: Int? = nil,
            embeddingScale: EmbeddingScale = .checkpointDType, batchTokens: Int = 512
        ) {
            self.compute = compute
            self.threads = threads
            self.embeddingScale = embeddingScale
            self.batchTokens = batchTokens
        }
    }

    /// The model.
    public let model: ModelInfo

    /// How the model is run.
    public let options: Options

    let decoder: Decoder
    private let folder: ModelFolder
    // One call at a time: two would only take each other's cores and caches.
    let turns = Turns("native-backend")

    /// Opens a model.
    ///
    /// - Parameters:
    ///   - folder: holds `config.json` and the weights, in one file or several with their index.
    ///   - modelID: the id that vectors are stored under; by default the folder's name.
    ///   - options: how the model is run.
    /// - Throws: ``ExtractionError`` with code `modelNotFound`, `invalidConfig`,
    ///   `unsupportedModel` or `invalidWeights`.
    /// - Complexity: O(number of tensors); no large tensor is read.
    public init(folder: URL, modelID: String? = nil, options: Options = Options()) throws {
        let modelFolder = try ModelFolder(path: folder.path)
        self.folder = modelFolder
        let config = modelFolder.config
        let weights = try DecoderWeights(modelFolder)
        let instructions = options.instructions ?? .best
        let weightDType = weights.layers.first?.query.weights.dtype ?? weights.embeddings.dtype
        let roundsInput =
            options.compute.roundsInput(on: instructions)
            && weights.layers.allSatisfy { $0.isBFloat16 }
        let embeddingScale = options.embeddingScale.factor(
            config, dtype: weights.embeddings.dtype)
        decoder = Decoder(
            config: config, weights: weights,
            runner: KernelRunner(instructions: instructions, threads: options.threads),
            roundsInput: roundsInput, embeddingScale: embeddingScale)
        self.options = options
        model = ModelInfo(
            id: modelID ?? folder.lastPathComponent, architecture: config.family.rawValue,
            layerCount: config.layers.count, hiddenSize: config.hiddenSize,
            vocabularySize: config.vocabularySize, contextLength: config.contextLength,
            endTokens: modelFolder.endTokens, weightDType: weightDType,
            computeDType: roundsInput ? .bfloat16 : .float32, engine: "native",
            details: config.family.isGemma ? ["embedding_scale": "\(embeddingScale)"] : [:])
    }

    /// A digest of the configuration and of all weights, to tell models apart in provenance.
    ///
    /// - Returns: 64 hexadecimal digits.
    /// - Throws: ``/Safetensors/SafetensorsError`` when a file cannot be read.
    /// - Complexity: O(bytes of the weights); a second or two a gigabyte.
    public func weightsDigest() throws -> String {
        try ModelDigest.of([folder.path + "/config.json"] + folder.files.map(\.path))
    }
}

extension NativeBackend.Options.Compute {
    /// Whether products of bfloat16 weights take rounded input.
    fileprivate func roundsInput(on instructions: InstructionSet) -> Bool {
        switch self {
        case .automatic: instructions.multipliesBFloat16
        case .float32: false
        case .bfloat16: true
        }
    }
}

extension NativeBackend.Options.EmbeddingScale {
    fileprivate func factor(_ config: DecoderConfig, dtype: TensorDType) -> Float {
        guard config.family.isGemma else { return 1 }
        let exact = Float(config.hiddenSize).squareRoot()
        guard self == .checkpointDType else { return exact }
        switch dtype {
        case .bfloat16:
            var rounded: UInt16 = 0
            withUnsafePointer(to: exact) { pv_round_to_bf16(0, $0, &rounded, 1) }
            return Float(bitPattern: UInt32(rounded) << 16)
        case .float16:
            #if arch(arm64) || os(Linux)
            return Float(Float16(exact))
            #else
            return exact
            #endif
        default:
            return exact
        }
    }
}

extension LayerWeights {
    fileprivate var isBFloat16: Bool {
        [query, key, value, output, gate, up, down].allSatisfy { $0.weights.dtype == .bfloat16 }
    }
}
