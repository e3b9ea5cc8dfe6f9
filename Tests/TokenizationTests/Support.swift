import Foundation
import PersonaVectorsTesting
import Tokenization

/// The tokenizers of `Tests/Fixtures/tokenizers`; its README says what each stands for.
enum TokenizerKind: String, CaseIterable, Sendable {
    case llama3
    case qwen2
    case marks = "qwen3_marks"
    case gpt2
    case tekken
    case gpt4o
    case gemma
    case mistralLegacy = "mistral_legacy"
    case mistralMetaspace = "mistral_metaspace"
    case unknowns = "metaspace_unknowns"

    var url: URL { Fixtures.folder.appending(path: "\(rawValue).json") }

    func load() throws -> Tokenizer { try Tokenizer(contentsOf: url) }

    func expected() throws -> ExpectedTokens {
        let url = Fixtures.folder.appending(path: "\(rawValue).expected.json")
        return try JSONDecoder().decode(ExpectedTokens.self, from: Data(contentsOf: url))
    }
}

enum Fixtures {
    static let folder = InteropPython.packageRoot.appending(path: "Tests/Fixtures/tokenizers")
}

/// What the `tokenizers` library answered for one tokenizer.
struct ExpectedTokens: Decodable {
    let vocabularySize: Int
    let cases: [ExpectedCase]
}

/// What the `tokenizers` library answered for one text.
struct ExpectedCase: Decodable {
    let text: String
    let ids: [Int]
    let offsets: [Int]
    let special: [Int]?
    let decoded: String
    let kept: String?

    var ranges: [Range<Int>] {
        stride(from: 0, to: offsets.count, by: 2).map { offsets[$0]..<offsets[$0 + 1] }
    }
}

/// Whether two texts have the same code points; `==` would accept equivalent ones.
func isSame(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
