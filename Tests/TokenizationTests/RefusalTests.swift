import Foundation
import Testing
import TextFuzzing
import Tokenization

/// A change to a small tokenizer that makes it one of another kind, and the sentence about it.
struct Refusal: Sendable, CustomTestStringConvertible {
    let key: String
    let json: String
    let code: TokenizationError.Code
    let sentence: String

    var testDescription: String { "\(key) = \(json)" }

    private static func unsupported(_ key: String, _ json: String, _ sentence: String) -> Refusal {
        Refusal(
            key: key, json: json, code: .unsupportedComponent,
            sentence: "The tokenizer 't.json' is not supported: its \(sentence).")
    }

    private static let tooLong =
        "'one that makes texts more than 1000 times as long', needed is one that does not"

    /// Ten times twice as long.
    private static func bomb(_ parts: String) -> String {
        let part = #"{"type": "Replace", "pattern": {"String": "a"}, "content": "aa"}"#
        let list = [String](repeating: part, count: 10).joined(separator: ", ")
        return #"{"type": "Sequence", "\#(parts)": [\#(list)]}"#
    }

    static let all = [
        unsupported(
            "normalizer", #"{"type": "Lowercase"}"#,
            "normalizer is 'Lowercase', needed is one of NFC, Prepend, Replace, Sequence"),
        unsupported(
            "normalizer", #"{"type": "Replace", "pattern": {"Regex": "a+"}, "content": ""}"#,
            "normalizer is 'Replace by an expression', needed is Replace of a text"),
        unsupported(
            "pre_tokenizer", #"{"type": "Whitespace"}"#,
            "pre-tokenizer is 'Whitespace', needed is one of ByteLevel, Metaspace, Split, Sequence"),
        unsupported(
            "pre_tokenizer",
            #"{"type": "Split", "pattern": {"Regex": "\\w+"}, "behavior": "Isolated"}"#,
            #"""
            split pattern is '\w+', needed is that of GPT-2, Llama 3, Qwen, GPT-4o or Mistral, \#
            isolated
            """#),
        unsupported(
            "pre_tokenizer",
            #"{"type": "Split", "pattern": {"String": "a"}, "behavior": "Removed"}"#,
            """
            pre-tokenizer is 'Split with 'Removed' or inverted', needed is Split with Isolated, \
            MergedWithPrevious or MergedWithNext
            """),
        unsupported(
            "pre_tokenizer", #"{"type": "Metaspace", "replacement": "ab"}"#,
            "Metaspace is 'without a character', needed is one replacement character"),
        unsupported(
            "post_processor", #"{"type": "BertProcessing", "sep": ["[SEP]", 1], "cls": ["a", 2]}"#,
            """
            post-processor is 'BertProcessing', needed is one of ByteLevel, TemplateProcessing, \
            Sequence
            """),
        unsupported(
            "decoder", #"{"type": "WordPiece"}"#,
            """
            decoder is 'WordPiece', needed is one of ByteLevel, ByteFallback, Fuse, Metaspace, \
            Replace, Strip, Sequence
            """),
        unsupported(
            "decoder", #"{"type": "Strip", "content": " ", "start": -1, "stop": 0}"#,
            "decoder is 'Strip of -1 characters', needed is Strip of 0 or more"),
        unsupported(
            "decoder",
            #"{"type": "Strip", "content": " ", "start": 0, "stop": -9223372036854775808}"#,
            """
            decoder is 'Strip of -9223372036854775808 characters', needed is Strip of 0 or more
            """),
        unsupported("normalizer", bomb("normalizers"), "normalizer is \(tooLong)"),
        unsupported("decoder", bomb("decoders"), "decoder is \(tooLong)"),
        unsupported(
            "model", #"{"type": "WordPiece", "vocab": {}}"#, "model is 'WordPiece', needed is BPE"),
        unsupported(
            "model", #"{"vocab": {}, "merges": [], "dropout": 0.5}"#,
            "dropout is '0.5', needed is none"),
        unsupported(
            "model", #"{"vocab": {}, "merges": [], "end_of_word_suffix": "</w>"}"#,
            "end_of_word_suffix is '</w>', needed is none"),
        Refusal(
            key: "model", json: #"{"vocab": {"a": 1}, "merges": ["a b"]}"#,
            code: .inconsistentVocabulary,
            sentence: "The vocabulary of 't.json' lacks 'b', which its merges needs."),
        Refusal(
            key: "model", json: #"{"vocab": {"a": 99999999}, "merges": []}"#,
            code: .inconsistentVocabulary,
            sentence: """
                The vocabulary of 't.json' gives 'a' the id 99999999; ids from 0 to 16777216 can \
                be used.
                """),
        Refusal(
            key: "model", json: #"{"vocab": {"a": -1}, "merges": []}"#, code: .invalidFile,
            sentence: "'t.json' is not valid JSON: a number from 0 up is needed at byte 26."),
        Refusal(
            key: "model", json: #"{"vocab": {"a": 1}, "merges": ["a"]}"#, code: .invalidFile,
            sentence: """
                't.json' cannot be used: its 'model.merges' is missing or not of the form that the \
                tokenizers library writes.
                """),
        Refusal(
            key: "added_tokens", json: #"[{"id": 1}]"#, code: .invalidFile,
            sentence: """
                't.json' cannot be used: its 'added_tokens' is missing or not of the form that the \
                tokenizers library writes.
                """),
    ]
}

@Suite struct RefusalTests {
    @Test(arguments: Refusal.all)
    func refusesWhatItDoesNotImitate(refusal: Refusal) throws {
        var parts = ["model": #"{"vocab": {}, "merges": []}"#]
        parts[refusal.key] = refusal.json
        let body = parts.sorted { $0.key > $1.key }.map { "\"\($0.key)\": \($0.value)" }
        let json = Data("{\(body.joined(separator: ", "))}".utf8)
        let error = try #require(throws: TokenizationError.self) {
            try Tokenizer(json: json, path: "t.json")
        }
        #expect(error.code == refusal.code)
        #expect(error.message == refusal.sentence)
        #expect(error.localizedDescription == error.message)
    }

    @Test(arguments: [
        ("", "an object is needed at byte 0"),
        ("[]", "an object is needed at byte 0"),
        (#"{"model": {}"#, "a brace is needed at byte 12"),
        (#"{"model": {"vocab": {"a": 1}} x}"#, "a brace is needed at byte 30"),
        (#"{"model": {}} x"#, "text after the object at byte 14"),
        (#"{"model": {"vocab"#, "a string does not end at byte 17"),
    ])
    func refusesBrokenJSON(text: String, reason: String) throws {
        let error = try #require(throws: TokenizationError.self) {
            try Tokenizer(json: Data(text.utf8), path: "t.json")
        }
        #expect(error.code == .invalidFile)
        #expect(error.message == "'t.json' is not valid JSON: \(reason).")
    }

    @Test func saysThatThereIsNoFile() throws {
        let error = try #require(throws: TokenizationError.self) {
            try Tokenizer(contentsOf: URL(filePath: "/nowhere/tokenizer.json"))
        }
        #expect(error.code == .notFound)
        #expect(error.path == "/nowhere/tokenizer.json")
        #expect(error.message.hasPrefix("Cannot read the tokenizer '/nowhere/tokenizer.json': "))
    }

    @Test(arguments: TokenizerKind.allCases)
    func survivesDamagedFiles(kind: TokenizerKind) throws {
        let whole = try Array(Data(contentsOf: kind.url))
        for index in 0..<20 {
            let damaged = TextMutator.damaged(whole, index, seed: 20_261_127)
            try TextInspection.inspectTokenizer(damaged)
        }
    }

    /// More than there is to strip is no error, as in the library.
    @Test func stripsNoMoreThanThereIs() throws {
        let strip = #"{"type": "Strip", "content": "b", "start": 9223372036854775807, "stop": 1}"#
        let tokenizer = try Tokenizer(
            json: Data(
                """
                {"model": {"vocab": {"bba": 0, "abb": 1}, "merges": []}, "decoder": \(strip)}
                """.utf8))
        #expect(tokenizer.decode([0, 1]) == "aab")
    }

    /// Every file cut short somewhere is refused and none traps.
    @Test func refusesEveryShortenedFile() throws {
        let whole = try Data(contentsOf: TokenizerKind.qwen2.url)
        for length in stride(from: 0, to: whole.count - 1, by: 499) {
            #expect(throws: TokenizationError.self) {
                try Tokenizer(json: whole.prefix(length), path: "t.json")
            }
        }
    }
}
