extension NativeBackend {
    /// Continues a text; see ``ActivationBackend``.
    public func generate(
        from prompt: [Int], options: GenerationOptions, steering: SteeringPlan?,
        receive: @escaping @Sendable (Int) -> Bool
    ) async throws -> [Int] {
        try model.validate(prompt: prompt, options: options, steering: steering)
        let endTokens = options.endTokens ?? model.endTokens
        return try await turns.run { [decoder] isCancelled in
            var run = GenerationRun(
                decoder: decoder, options: options, endTokens: endTokens, steering: steering,
                promptCount: prompt.count, isCancelled: isCancelled)
            return try run.run(prompt, receive)
        }
    }
}
