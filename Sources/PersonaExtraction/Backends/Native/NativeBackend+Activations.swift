import CKernels

extension NativeBackend {
    /// Runs the model over some texts; see ``ActivationBackend``.
    public func activations(
        for requests: [ActivationRequest], layers: [Int]?,
        receive: @escaping @Sendable (Int, [LayerActivations]) throws -> Void
    ) async throws {
        try model.validate(requests)
        let layers = try model.validated(layers: layers)
        let plan = PrefillPlan(requests, batchTokens: options.batchTokens)
        try await turns.run { [decoder] isCancelled in
            try PrefillRun(decoder: decoder, plan: plan, layers: layers, isCancelled: isCancelled)
                .run(receive)
        }
    }
}
