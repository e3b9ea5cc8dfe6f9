import Foundation
import PersonaVectors

/// What a data set says of its questions: their topics and the sets that they belong to.
struct QuestionRegistry: Sendable {
    /// What is said of one question.
    struct Entry: Hashable, Sendable {
        let topicGroupID: ExactString?
        let questionSets: Set<ExactString>
    }

    let path: String
    private var entries: [ExactString: Entry] = [:]

    /// Reads a registry; a later row of the same bank or question counts.
    ///
    /// - Throws: ``ExtractionError`` with code `datasetNotFound` or `invalidDataset`.
    init(contentsOf location: URL) throws(ExtractionError) {
        path = location.path
        for row in try JSONLinesFile(contentsOf: location).rows() {
            let entry = Entry(
                topicGroupID: try row.optionalString("topic_group_id").map { ExactString($0) },
                questionSets: Set(try row.strings("question_sets").map { ExactString($0) }))
            for key in [try row.optionalString("bank_id"), try row.optionalString("qid")] {
                if let key { entries[ExactString(key)] = entry }
            }
        }
    }

    /// Whether nothing is said of any question.
    var isEmpty: Bool { entries.isEmpty }

    /// What is said of a question, by its bank first.
    func entry(for pair: QAPair) -> Entry? {
        pair.bankID.flatMap { entries[ExactString($0)] } ?? entries[ExactString(pair.id)]
    }
}
