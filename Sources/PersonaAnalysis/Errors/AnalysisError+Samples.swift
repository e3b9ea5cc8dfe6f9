extension AnalysisError {
    static func notFinite(
        _ value: String, sample: String, layer: Int?, feature: Int
    ) -> AnalysisError {
        let place = layer.map { "layer \($0), feature \(feature)" } ?? "feature \(feature)"
        return AnalysisError(
            .invalidData,
            "The vector of \(sample) is \(value) in \(place): only finite numbers can be analysed. "
                + "Leave it out or extract it again.")
    }

    static func layerNotLoaded(_ layer: Int, loaded: [Int]) -> AnalysisError {
        let names = loaded.map(String.init).joined(separator: ", ")
        return AnalysisError(
            .notFound, "Layer \(layer) was not loaded; the samples have the layers \(names).")
    }

    static func tooFewSamples(_ method: String, count: Int, needed: Int) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "\(method) needs at least \(needed) samples; there \(count == 1 ? "is" : "are") \(count)."
        )
    }

    static func samplesDoNotMatch(
        _ first: (count: Int, layers: [Int], hiddenSize: Int),
        _ second: (count: Int, layers: [Int], hiddenSize: Int)
    ) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot compare samples of different shapes: \(first.count) samples × "
                + "\(first.layers.count) layers × \(first.hiddenSize) features and \(second.count) × "
                + "\(second.layers.count) × \(second.hiddenSize). Load both for the same personas "
                + "and layers.")
    }
}
