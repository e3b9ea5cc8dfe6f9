public import PersonaVectors
public import TensorMath

/// A trained probe: what it finds, and the numbers to find it with.
public struct ProbeArtifact: Sendable, Equatable {
    /// What the probe is; provenance may be added before it is saved.
    public var metadata: ProbeMetadata

    /// The numbers.
    public let weights: ProbeWeights

    /// The raw answers: a row for each vector, a column for each class, or one for a number or rank.
    ///
    /// - Parameter vectors: a row of the probe's layer for each sample.
    /// - Returns: `vectors.rowCount` × 1 or the number of classes.
    /// - Throws: ``AnalysisError`` with code `invalidData` when the vectors have another number of
    ///   features, or a value is NaN or infinite.
    /// - Complexity: O(elements × classes), with principal components O(elements × components).
    public func scores(_ vectors: Matrix<Float>) throws -> Matrix<Double> {
        guard vectors.columnCount == metadata.inputDimension else {
            throw AnalysisError.vectorsDoNotFit(
                found: vectors.columnCount, needed: metadata.inputDimension,
                attribute: metadata.attribute, layer: metadata.layer)
        }
        try requireFinite(vectors)
        return weights.scores(vectors)
    }

    /// The answers: a class for each vector, or a number.
    ///
    /// A class is the one with the highest score, the first of equals; a rank is the score rounded
    /// half to even and kept among the ranks that have a name.
    ///
    /// - Parameter vectors: a row of the probe's layer for each sample.
    /// - Returns: an answer for each row.
    /// - Throws: ``AnalysisError`` as ``scores(_:)`` does.
    public func predict(_ vectors: Matrix<Float>) throws -> [ProbePrediction] {
        predictions(of: try scores(vectors))
    }

    /// The answers that raw ones mean.
    private func predictions(of scores: Matrix<Double>) -> [ProbePrediction] {
        (0..<scores.rowCount).map { prediction(scores.row($0)) }
    }

    private func prediction(_ scores: [Double]) -> ProbePrediction {
        switch metadata.task {
        case .numeric:
            return .number(scores[0])
        case .binary, .categorical:
            let number = scores.firstIndexOfMaximum
            return .category(number, name: metadata.classNames?[number])
        case .ordinal:
            let ranks = (0..<max(metadata.classNames?.count ?? 0, 1)).map(Double.init)
            let rank = Int(nearestObservedRank(to: scores[0], observed: ranks))
            return .category(rank, name: metadata.classNames?[rank])
        }
    }
}

/// What a probe answers for one vector.
public enum ProbePrediction: Sendable, Equatable {
    /// A class or rank by number, with its name when the probe has names.
    case category(Int, name: String?)
    /// A number.
    case number(Double)
}

/// The answers of a probe for personas.
public struct PersonaPredictions: Sendable {
    /// The personas, in the order of the answers.
    public let personaIDs: [String]
    /// The raw answers, a row for each persona.
    public let scores: Matrix<Double>
    /// The answers.
    public let predictions: [ProbePrediction]
}

extension ProbeArtifact {
    /// The answers for personas of a store or a Hub dataset; only the probe's layer is read.
    ///
    /// That the source holds another model or mask strategy is not an error, because probes are
    /// carried from a base model to its descendants; another number of features is.
    ///
    /// - Parameters:
    ///   - source: where the vectors are.
    ///   - personaIDs: the personas; nil means all of the variant.
    ///   - variant: the variant to read; nil means the one that the probe was trained on.
    ///   - includingBaseline: whether `baseline_assistant` is among all.
    /// - Returns: the scores and answers.
    /// - Throws: ``AnalysisError`` as ``scores(_:)`` does, and when a vector is not finite; and what
    ///   the source throws.
    public func predict(
        from source: some PersonaVectorSource, personaIDs: [String]? = nil,
        variant: PromptVariant? = nil, includingBaseline: Bool = false
    ) async throws -> PersonaPredictions {
        let variant = variant ?? metadata.variant
        let ids: [String]
        if let personaIDs {
            ids = personaIDs
        } else {
            ids = try await source.listPersonas(
                variants: [variant], includingBaseline: includingBaseline)
        }
        let samples = try await loadPersonaVectors(
            from: source, variant: variant, personaIDs: ids, layers: [metadata.layer])
        let scores = try scores(samples.matrix(layer: metadata.layer))
        return PersonaPredictions(
            personaIDs: ids, scores: scores, predictions: predictions(of: scores))
    }
}
