#if LlamaCpp
extension ExtractionError.Code {
    /// Something that llama.cpp was asked for and did not do.
    public static let llamaFailed = Self(rawValue: "llamaFailed")
}

extension ExtractionError {
    static func ggufMissing(_ path: String) -> ExtractionError {
        ExtractionError(
            .modelNotFound,
            "There is no GGUF file \(path). Convert the model with convert_hf_to_gguf.py of llama.cpp.",
            path: path)
    }

    static func ggufUnusable(_ path: String) -> ExtractionError {
        ExtractionError(
            .unsupportedModel,
            "llama.cpp cannot open \(path); a GGUF file of an architecture that its version knows is "
                + "needed.", path: path)
    }

    static func llamaContext(_ tokens: Int) -> ExtractionError {
        ExtractionError(
            .llamaFailed,
            "llama.cpp has no room for \(tokens) tokens of this model; ask for fewer, or let fewer "
                + "layers lie on the graphics processor.",
            isBackendLost: true)
    }

    static func llamaDecode(status: Int) -> ExtractionError {
        ExtractionError(
            .llamaFailed, "llama.cpp could not compute these tokens; it answered \(status).")
    }
}
#endif
