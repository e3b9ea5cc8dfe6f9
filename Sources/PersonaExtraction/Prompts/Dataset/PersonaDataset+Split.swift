import PersonaVectors
import TensorMath

/// A persona's questions, divided so that none of one side gives away one of the other.
public struct TrainTestSplit: Hashable, Sendable {
    /// Free questions put to this persona alone.
    public let train: [QAPair]
    /// Multiple-choice questions put to all personas.
    public let test: [QAPair]
}

extension PersonaDataset {
    /// Divides the questions put to a persona as the Python original does.
    ///
    /// Test are the shared multiple-choice questions, in the order of the file. Train are the
    /// individual free questions, without those of a bank of the test questions and without those
    /// that the test questions name as related, in random order.
    ///
    /// - Parameters:
    ///   - personaID: the persona.
    ///   - trainCount: how many train questions are kept; nil means all.
    ///   - seed: of Python's `random.Random`; nil leaves the order of the file.
    /// - Returns: both sides; either may be empty.
    /// - Throws: as ``questions(for:matching:)`` does.
    public func trainTestSplit(
        for personaID: String, trainCount: Int? = nil, seed: Int? = 0
    ) throws(ExtractionError) -> TrainTestSplit {
        let pairs = try questions(for: personaID)
        let test = pairs.filter { $0.itemType == .multipleChoice && $0.scope == .shared }
        let banks = Set(test.compactMap(\.bankID).filter { !$0.isEmpty }.map { ExactString($0) })
        let related = Set(test.flatMap(\.relatedFreeResponseIDs).map { ExactString($0) })
        var train = pairs.filter { pair in
            pair.itemType == .freeResponse && pair.scope == .individual
                && !(pair.bankID.map { banks.contains(ExactString($0)) } ?? false)
                && !related.contains(ExactString(pair.id))
        }
        if let seed {
            var random = PythonRandom(seed: seed)
            random.shuffle(&train)
        }
        return TrainTestSplit(train: Array(train.prefix(trainCount ?? train.count)), test: test)
    }
}
