extension ModelInfo {
    /// Checks requests before anything is computed.
    ///
    /// - Throws: ``ExtractionError`` with code `invalidRequest`, `emptyMask` or `contextTooLong`.
    func validate(_ requests: [ActivationRequest]) throws(ExtractionError) {
        for (index, request) in requests.enumerated() {
            try validate(request.tokens, index: index)
            for (number, selection) in request.selections.enumerated() {
                guard !selection.isEmpty else {
                    throw .emptySelection(request: index, selection: number)
                }
                for position in selection where !request.tokens.indices.contains(position) {
                    throw .selectionOutOfRange(
                        position, request: index, count: request.tokens.count)
                }
            }
        }
    }

    private func validate(_ tokens: [Int], index: Int) throws(ExtractionError) {
        guard !tokens.isEmpty else { throw .noTokens(request: index) }
        guard tokens.count <= contextLength else {
            throw .textTooLong(tokens.count, request: index, limit: contextLength)
        }
        for token in tokens where token < 0 || token >= vocabularySize {
            throw .tokenOutOfRange(token, request: index, vocabularySize: vocabularySize)
        }
    }

    /// The layers asked for, rising and without duplicates.
    ///
    /// - Throws: ``ExtractionError`` with code `invalidRequest`.
    func validated(layers: [Int]?) throws(ExtractionError) -> [Int] {
        guard let layers else { return Array(0..<layerCount) }
        guard !layers.isEmpty else { throw .noLayers() }
        for layer in layers where layer < 0 || layer >= layerCount {
            throw .layerNotThere(layer, count: layerCount)
        }
        return Set(layers).sorted()
    }

    /// Checks a prompt, its options and its steering.
    ///
    /// - Throws: ``ExtractionError`` with code `invalidRequest` or `contextTooLong`.
    func validate(
        prompt: [Int], options: GenerationOptions, steering: SteeringPlan?
    ) throws(ExtractionError) {
        try validate(prompt, index: 0)
        guard options.maximumCount > 0 else {
            throw .generationOption(
                "maximumCount", found: "\(options.maximumCount)", needed: "at least 1")
        }
        guard options.temperature >= 0, options.temperature.isFinite else {
            throw .generationOption(
                "temperature", found: "\(options.temperature)", needed: "0 or more")
        }
        guard options.topP > 0, options.topP <= 1 else {
            throw .generationOption(
                "topP", found: "\(options.topP)", needed: "above 0 and at most 1")
        }
        guard options.maximumCount <= contextLength - prompt.count else {
            throw .promptTooLong(
                prompt.count, newTokens: options.maximumCount, limit: contextLength)
        }
        for (layer, vector) in (steering?.vectors ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard layer >= 0, layer < layerCount else {
                throw .layerNotThere(layer, count: layerCount)
            }
            guard vector.count == hiddenSize else {
                throw .steeringSize(vector.count, layer: layer, needed: hiddenSize)
            }
        }
    }
}
