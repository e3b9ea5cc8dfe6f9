public import ChatTemplates
public import Foundation
public import Tokenization

/// Where the fixtures lie that are damaged.
public enum TextFixtures {
    /// `Tests/Fixtures` of this package.
    public static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Tests/Fixtures")
}

/// Checks the promises of templates and tokenizers on inputs from strangers.
public enum TextInspection {
    /// Something that must hold did not.
    public struct BrokenPromise: Error, CustomStringConvertible {
        /// The promise.
        public let description: String
    }

    /// Reads a template and renders a conversation.
    ///
    /// - Parameter bytes: the template; what is not UTF-8 is repaired first.
    /// - Returns: the error, nil when there is a text.
    /// - Throws: ``BrokenPromise``.
    @discardableResult
    public static func inspectTemplate(_ bytes: [UInt8]) throws -> ChatTemplateError? {
        let messages = [ChatMessage.system("s"), .user("{{ u }}"), .assistant("\u{e9}\n")]
        do {
            let template = try ChatTemplate(String(decoding: bytes, as: UTF8.self))
            let now = Date(timeIntervalSince1970: 0)
            let first = try template.render(messages, variables: ["bos_token": "<s>"], now: now)
            let again = try template.render(messages, variables: ["bos_token": "<s>"], now: now)
            try expect(first == again, "a template renders the same text twice")
            return nil
        } catch let error as ChatTemplateError {
            try expect(!error.message.isEmpty || error.code == .raised, "an error has a sentence")
            return error
        }
    }

    private static let texts = ["", " a\u{1F98A}\u{301}  Hello, world's <s>\n\n12345 \u{2581}x"]

    /// Reads a tokenizer; encodes and decodes texts.
    ///
    /// - Parameter bytes: the `tokenizer.json`.
    /// - Returns: the error, nil when it can be used.
    /// - Throws: ``BrokenPromise``.
    @discardableResult
    public static func inspectTokenizer(_ bytes: [UInt8]) throws -> TokenizationError? {
        do {
            let tokenizer = try Tokenizer(json: Data(bytes))
            for text in texts {
                let tokens = tokenizer.encode(text, addingSpecialTokens: true)
                let count = text.unicodeScalars.count
                try expect(tokens.ids.count == tokens.offsets.count, "each token has a place")
                try expect(
                    tokens.offsets.allSatisfy { $0.upperBound <= count }, "places are in the text")
                _ = tokens.utf8Offsets(in: text)
                _ = tokenizer.decode(tokens.ids)
                _ = tokenizer.decode(tokens.ids + [-1, .max], skippingSpecialTokens: false)
            }
            return nil
        } catch let error as TokenizationError {
            return error
        }
    }

    private static func expect(_ condition: Bool, _ promise: String) throws {
        guard condition else { throw BrokenPromise(description: promise) }
    }
}
