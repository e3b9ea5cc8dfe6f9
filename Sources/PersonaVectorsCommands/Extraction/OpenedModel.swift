import ChatTemplates
import PersonaExtraction
import PersonaVectors
import Safetensors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A model that is ready to read.
struct OpenedModel {
    let backend: any ActivationBackend
    let text: ModelText
    /// The commit of the weights, in a folder of the Hugging Face cache.
    let commit: String?
    /// Facts about how it runs and what it reads, for provenance.
    let details: [String: String]
    /// Computes a digest of the weights.
    let weightsDigest: @Sendable () throws -> String

    /// The commit, else a digest of the weights, for provenance.
    func revision(_ output: OutputOptions) throws -> String? {
        // A commit says as much as a digest and need not be computed.
        if let commit { return commit }
        return try ProgressReporter.track(
            "Computing the digest of the model's weights", output: output
        ) { _ in "sha256:\(try weightsDigest())" }
    }
}

extension LanguageModelOptions {
    /// Opens the model, once its files are here.
    func open(_ output: OutputOptions) async throws -> OpenedModel {
        // The weights that llama.cpp reads are in a file of their own.
        let location = try await ModelLocation(
            of: model, needsWeights: backend != .llama, output)
        let text = try ModelText(folder: location.folder, time: date?.date ?? .now)
        let id = modelId ?? location.modelID
        var details: [String: String] = [:]
        details["template_date"] = templateDate(text)
        if backend == .worker, let python = engine.python {
            return try await worker(python, id: id, text: text, location, details)
        }
        #if LlamaCpp
        if backend == .llama, let gguf = engine.gguf {
            let llama = try LlamaBackend(
                file: CommandContext.current.url(gguf), modelID: id, threads: threads)
            // The folder's commit says nothing of weights that lie elsewhere.
            return OpenedModel(
                backend: llama, text: text, commit: nil, details: details,
                weightsDigest: { try llama.weightsDigest() })
        }
        #endif
        let native = try NativeBackend(
            folder: location.folder, modelID: id,
            options: .init(
                compute: nativeCompute, threads: threads,
                // As transformers does it in the same dtype.
                embeddingScale: compute == .float32 ? .exact : .checkpointDType))
        return OpenedModel(
            backend: native, text: text, commit: location.commit, details: details,
            weightsDigest: { try native.weightsDigest() })
    }

    private var nativeCompute: NativeBackend.Options.Compute {
        switch compute ?? .automatic {
        case .automatic: .automatic
        case .float32: .float32
        case .bfloat16: .bfloat16
        }
    }

    private func worker(
        _ python: String, id: String, text: ModelText, _ location: ModelLocation,
        _ details: [String: String]
    ) async throws -> OpenedModel {
        let context = CommandContext.current
        let script = engine.workerScript.map { context.url($0) }
        var details = details
        if let script {
            details["worker_script_digest"] = try SHA256Digest(ofFile: script.path).hex
        }
        let dtype: WorkerBackend.DType =
            switch compute ?? .automatic {
            case .automatic: .auto
            case .float32: .float32
            case .bfloat16: .bfloat16
            }
        let worker = try await WorkerBackend(
            model: location.folder.path, modelID: id, python: python, dtype: dtype,
            device: engine.device ?? "cpu", threads: threads, script: script)
        return OpenedModel(
            backend: worker, text: text, commit: location.commit, details: details,
            weightsDigest: { try ModelDigest.ofWeights(in: location.folder) })
    }

    /// The day that the chat template writes, nil when it writes none; today's is told, so that a run
    /// that goes on another day can be given it.
    private func templateDate(_ text: ModelText) -> String? {
        guard text.writesDate, let day = text.day else { return nil }
        if date == nil {
            CommandContext.current.tell(
                "The chat template writes the date, and \(day) is taken. Give --date \(day) to go on"
                    + " with the same prompts another day.")
        }
        return day
    }
}

extension ModelText {
    /// Whether the template's text depends on the day.
    ///
    /// A conversation is rendered on two days; a template that refuses it writes nothing.
    fileprivate var writesDate: Bool {
        let messages: [ChatMessage] = [.system("a"), .user("b")]
        let days = [0, 500 * 86_400].map { Date(timeIntervalSinceReferenceDate: $0) }
        let texts = days.map { day in
            let text = try? template.render(messages, now: day)
            return text ?? (try? template.render([.user("b")], now: day))
        }
        return texts[0] != texts[1]
    }

    /// The day that templates write, as they find it out.
    fileprivate var day: String? {
        try? ChatTemplate("{{ strftime_now('%Y-%m-%d') }}").render([], now: time)
    }
}
