import ArgumentParser
import PersonaExtraction

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
    case bfloat16
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
        help: ArgumentHelp(
            "How many threads compute (default: one a core; of the worker, what torch takes).",
            valueName: "count"))
    var threads: Int?

    @Option(
        help: """
            How weights of two bytes are multiplied: exactly, with inputs rounded to bfloat16, or as \
            is quicker on this processor; not for llama. (default: automatic)
            """)
    var compute: ComputeArgument?

    @Option(
        help: ArgumentHelp(
            """
            The date that chat templates write which ask for it, such as those of Llama 3.1 \
            (default: today).
            """, valueName: "YYYY-MM-DD"))
    var date: DateArgument?

    @OptionGroup(title: "Worker and llama") var engine: EngineOptions

    func validate() throws {
        if let threads, threads < 1 {
            throw ValidationError("'--threads \(threads)' must be at least 1.")
        }
        try engine.validate(for: backend)
        if backend == .llama, let compute {
            throw ValidationError(
                "'--compute \(compute.rawValue)' does not apply to '--backend llama', which computes"
                    + " as its weights are kept.")
        }
    }
}

/// What only some backends need.
struct EngineOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A Python with torch and transformers, for the worker backend.", valueName: "path"),
        completion: .file())
    var python: String?

    @Option(
        help: ArgumentHelp(
            "Where the worker computes: torch's name of a device, such as cuda or mps (default: cpu).",
            valueName: "name"))
    var device: String?

    @Option(
        help: ArgumentHelp(
            """
            A Python program that answers instead of the worker's own, such as one that asks a model \
            elsewhere; the documentation of WorkerBackend says what it is asked.
            """, valueName: "file"),
        completion: .file())
    var workerScript: String?

    @Option(
        help: ArgumentHelp(
            "The model's weights as a GGUF file, for the llama backend.", valueName: "file"),
        completion: .file())
    var gguf: String?

    /// Checks that what a backend needs is there, and nothing that only another one reads.
    func validate(for backend: BackendName) throws {
        let given = [
            ("--python", python, BackendName.worker), ("--device", device, .worker),
            ("--worker-script", workerScript, .worker), ("--gguf", gguf, .llama),
        ]
        for (option, value, owner) in given where value != nil && owner != backend {
            throw ValidationError(
                "'\(option)' is for '--backend \(owner.rawValue)', and the backend is"
                    + " '\(backend.rawValue)'.")
        }
        switch backend {
        case .native: break
        case .worker:
            if python == nil {
                throw ValidationError(
                    "'--backend worker' needs '--python' with the path of a Python that has torch"
                        + " and transformers.")
            }
        case .llama: try validateLlama()
        }
    }

    private func validateLlama() throws {
        #if LlamaCpp
        if gguf == nil {
            throw ValidationError(
                "'--backend llama' needs '--gguf' with the model's weights; '--model' is its folder"
                    + " with tokenizer.json all the same.")
        }
        #else
        throw ValidationError(
            "'--backend llama' is not part of this build. Build with '--traits LlamaCpp', or use the"
                + " native backend, or the worker for models that it does not know.")
        #endif
    }
}
