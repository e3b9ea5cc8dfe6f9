import ArgumentParser
import PersonaExtraction

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What runs a model.
enum BackendName: String, ExpressibleByArgument, CaseIterable {
    case native
    case llama
    case worker
}

/// In which dtype weights are multiplied.
enum ComputeArgument: String, ExpressibleByArgument, CaseIterable {
    case automatic
    case float32
}

/// The model that a command runs, and what runs it.
struct LanguageModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            The model: a folder as Hugging Face keeps it, or a model repository of the Hub, with \
            @revision if one is meant.
            """, valueName: "folder|namespace/name"),
        completion: .directory)
    var model: String

    @Option(
        help: ArgumentHelp(
            """
            The id that vectors are kept under (default: the id in a folder of the Hugging Face \
            cache, else the folder's name).
            """, valueName: "id"))
    var modelId: String?

    @Option(help: "What runs the model.")
    var backend = BackendName.native

    @Option(
        help: ArgumentHelp("How many threads the native backend uses.", valueName: "count"))
    var threads: Int?

    @Option(
        help: """
            How weights of two bytes are multiplied: quickly, with rounded inputs where the \
            processor can, or exactly.
            """)
    var compute = ComputeArgument.automatic

    @Option(
        help: ArgumentHelp(
            "A Python with torch and transformers, for the worker backend.", valueName: "path"),
        completion: .file())
    var python: String?

    func validate() throws {
        if let threads, threads < 1 {
            throw ValidationError("'--threads \(threads)' must be at least 1.")
        }
        switch backend {
        case .native: break
        case .worker:
            if python == nil {
                throw ValidationError(
                    "'--backend worker' needs '--python' with the path of a Python that has torch"
                        + " and transformers.")
            }
        case .llama:
            throw ValidationError(
                "'--backend llama' is not part of this build. Use the native backend, or the worker"
                    + " for models that it does not know.")
        }
    }
}

/// A model that is ready to read.
struct OpenedModel {
    let backend: any ActivationBackend
    let text: ModelText
    /// The commit, in a folder of the Hugging Face cache.
    let commit: String?

    /// The commit, else a digest of configuration and weights, for provenance; nil when the model
    /// runs elsewhere.
    func revision() throws -> String? {
        // A commit says as much as a digest and need not be computed.
        if let commit { return commit }
        return try (backend as? NativeBackend).map { "sha256:\(try $0.weightsDigest())" }
    }
}

extension LanguageModelOptions {
    /// Opens the model, once its files are here.
    func open(_ output: OutputOptions) async throws -> OpenedModel {
        let location = try await ModelLocation(of: model, output)
        let text = try ModelText(folder: location.folder)
        let id = modelId ?? location.modelID
        if backend == .worker, let python {
            let worker = try await WorkerBackend(
                model: location.folder.path, modelID: id, python: python,
                dtype: compute == .float32 ? .float32 : .auto)
            return OpenedModel(backend: worker, text: text, commit: location.commit)
        }
        let native = try NativeBackend(
            folder: location.folder, modelID: id,
            options: .init(
                compute: compute == .float32 ? .float32 : .automatic, threads: threads,
                // As transformers does it in the same dtype.
                embeddingScale: compute == .float32 ? .exact : .checkpointDType))
        return OpenedModel(backend: native, text: text, commit: location.commit)
    }
}
