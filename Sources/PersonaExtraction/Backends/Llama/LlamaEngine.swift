#if LlamaCpp
import CLlama
import Foundation
import Safetensors

/// A model that llama.cpp has opened.
///
/// A class because it owns the memory. `Sendable` without a check by the compiler: the backend's
/// queue lets one call at a time use it.
final class LlamaEngine: @unchecked Sendable {
    let model: OpaquePointer
    let threads: Int
    let hiddenSize: Int
    private let path: String

    /// Silences the library once, before it is first used.
    private static let isReady: Bool = {
        llama_log_set({ _, _, _ in }, nil)
        llama_backend_init()
        return true
    }()

    init(path: String, threads: Int?, gpuLayers: Int?) throws(ExtractionError) {
        precondition(Self.isReady)
        var parameters = llama_model_default_params()
        parameters.n_gpu_layers = gpuLayers.map { Int32(clamping: $0) } ?? -1
        guard let model = llama_model_load_from_file(path, parameters) else {
            throw .ggufUnusable(path)
        }
        self.model = model
        self.path = path
        self.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
        hiddenSize = Int(llama_model_n_embd(model))
    }

    deinit {
        llama_model_free(model)
    }

    var vocabularySize: Int { Int(llama_vocab_n_tokens(llama_model_get_vocab(model))) }

    func info(id: String) -> ModelInfo {
        let end = Int(llama_vocab_eos(llama_model_get_vocab(model)))
        return ModelInfo(
            id: id, architecture: value("general.architecture"),
            layerCount: Int(llama_model_n_layer(model)), hiddenSize: hiddenSize,
            vocabularySize: vocabularySize, contextLength: Int(llama_model_n_ctx_train(model)),
            endTokens: end < 0 ? [] : [end], weightDType: weightDType, computeDType: .float32,
            engine: "llama.cpp", details: ["gguf_file_type": value("general.file_type")])
    }

    /// Of quantised weights the bytes that they are kept in.
    private var weightDType: TensorDType {
        switch value("general.file_type") {
        case "0": .float32
        case "1": .float16
        case "32": .bfloat16
        default: .uint8
        }
    }

    private func value(_ key: String) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        let count = llama_model_meta_val_str(model, key, &buffer, buffer.count)
        guard count >= 0 else { return "" }
        return String(
            decoding: buffer.prefix(Int(count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// The keys and values of sequences, and what looks at the layers while they are computed.
final class LlamaSession {
    private let context: OpaquePointer
    private let engine: LlamaEngine
    private let tap: LlamaTap

    /// Room for sequences of `capacity` tokens in all, of which `longest` come at once.
    init(
        _ engine: LlamaEngine, capacity: Int, longest: Int, tap: LlamaTap
    ) throws(ExtractionError) {
        var parameters = llama_context_default_params()
        parameters.n_ctx = UInt32(capacity)
        parameters.n_batch = UInt32(max(longest, 32))
        parameters.n_ubatch = parameters.n_batch
        // Every row may be wanted, of one sequence too.
        parameters.n_outputs_max = parameters.n_batch
        parameters.n_outputs_max_per_seq = parameters.n_batch
        parameters.n_seq_max = 2
        parameters.kv_unified = true
        parameters.swa_full = true
        parameters.n_threads = Int32(engine.threads)
        parameters.n_threads_batch = Int32(engine.threads)
        // The defaults round keys and values to half precision.
        parameters.type_k = GGML_TYPE_F32
        parameters.type_v = GGML_TYPE_F32
        parameters.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED
        parameters.no_perf = true
        parameters.cb_eval = { tensor, isAsking, data in
            guard let tensor, let data else { return true }
            return Unmanaged<LlamaTap>.fromOpaque(data).takeUnretainedValue()
                .visit(tensor, isAsking: isAsking)
        }
        parameters.cb_eval_user_data = Unmanaged.passUnretained(tap).toOpaque()
        guard let context = llama_init_from_model(engine.model, parameters) else {
            throw .llamaContext(capacity)
        }
        self.context = context
        self.engine = engine
        self.tap = tap
    }

    deinit {
        llama_free(context)
    }

    /// Computes tokens of a sequence; only the rows in `outputs` leave the last layer.
    func decode(
        _ tokens: ArraySlice<Int>, at position: Int, sequence: Int, outputs: [Int]
    ) throws(ExtractionError) {
        var batch = llama_batch_init(Int32(tokens.count), 0, 1)
        defer { llama_batch_free(batch) }
        for (index, token) in tokens.enumerated() {
            batch.token[index] = llama_token(token)
            batch.pos[index] = llama_pos(position + index)
            batch.n_seq_id[index] = 1
            batch.seq_id[index]?[0] = llama_seq_id(sequence)
            batch.logits[index] = 0
        }
        for index in outputs { batch.logits[index] = 1 }
        batch.n_tokens = Int32(tokens.count)
        tap.begin(rows: tokens.count, outputs: outputs)
        let status = llama_decode(context, batch)
        guard status == 0 else { throw .llamaDecode(status: Int(status)) }
    }

    /// Lets sequence 1 begin as sequence 0 does.
    func copyStart(_ count: Int) {
        let memory = llama_get_memory(context)
        _ = llama_memory_seq_rm(memory, 1, -1, -1)
        if count > 0 { llama_memory_seq_cp(memory, 0, 1, 0, llama_pos(count)) }
    }

    /// The logits of the last row that was an output.
    func logits() throws(ExtractionError) -> UnsafeMutableBufferPointer<Float> {
        guard let logits = llama_get_logits_ith(context, -1) else {
            throw .llamaDecode(status: 0)
        }
        return UnsafeMutableBufferPointer(start: logits, count: engine.vocabularySize)
    }
}
#endif
