import Foundation
import PersonaExtraction
import PersonaVectorsTesting

/// `Tests/Fixtures/personas` and what persona-data answers on it.
struct PersonaFixture: Decodable {
    struct Question: Decodable {
        let qid, type, itemType, scope, question, answer: String
        let choices, relatedFrqQids, evidenceSids, tags: [String]
        let correctChoiceIndex: Int?
        let bankId: String?
    }
    struct Statements: Decodable {
        struct Statement: Decodable {
            let sid, category, claim: String
            let supportTurns: [Int]
        }
        let view: String
        let statements: [Statement]
    }
    struct Filtered: Decodable {
        let persona: String
        let filter: [String: String]
        let ids: [String]
    }
    struct Split: Decodable {
        let persona: String
        let nTrain, seed: Int?
        let train, test: [String]
    }
    struct Choice: Decodable {
        let text, letter: String
    }
    struct Swap: Decodable {
        struct Result: Decodable {
            let error, id, templatedView, biographyView: String?
        }
        let persona, attribute: String
        let newValue: Value?
        let result: Result
    }
    enum Value: Decodable {
        case integer(Int)
        case text(String)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            self =
                if let integer = try? container.decode(Int.self) {
                    .integer(integer)
                } else {
                    .text(try container.decode(String.self))
                }
        }
    }

    let ids: [String]
    let names: [String: String]
    let statements: [String: Statements]
    let questions: [String: [Question]]
    let filters: [Filtered]
    let splits: [Split]
    let choices: [String: Choice]
    let swaps: [Swap]

    static let folder = InteropPython.packageRoot.appending(path: "Tests/Fixtures/personas")
    static let real = InteropPython.packageRoot.appending(path: "Tests/Fixtures/real")

    static func load() throws -> PersonaFixture {
        try decode(PersonaFixture.self, folder.appending(path: "expected.json"))
    }

    /// Decodes JSON whose keys Python wrote.
    static func decode<Value: Decodable>(_: Value.Type, _ file: URL) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Value.self, from: Data(contentsOf: file))
    }

    static func dataset(sampleSize: Int? = nil) throws -> PersonaDataset {
        try PersonaDataset(folder: folder, sampleSize: sampleSize)
    }
}
