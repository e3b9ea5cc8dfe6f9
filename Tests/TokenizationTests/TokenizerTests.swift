import Foundation
import PersonaVectorsTesting
import Testing
import Tokenization

@Suite struct TokenizerTests {
    @Test(arguments: TokenizerKind.allCases)
    func encodesAndDecodesAwkwardTextsAsTheLibraryDid(kind: TokenizerKind) throws {
        let tokenizer = try kind.load()
        let expected = try kind.expected()
        #expect(tokenizer.vocabularySize == expected.vocabularySize)
        #expect(expected.cases.count == 86)
        for item in expected.cases {
            let found = tokenizer.encode(item.text)
            #expect(found.ids == item.ids, "\(item.text.debugDescription)")
            #expect(found.offsets == item.ranges, "\(item.text.debugDescription)")
            #expect(tokenizer.encode(item.text, addingSpecialTokens: true).ids == item.special)
            #expect(isSame(tokenizer.decode(item.ids), item.decoded))
            let kept = tokenizer.decode(item.ids, skippingSpecialTokens: false)
            #expect(isSame(kept, item.kept ?? ""))
        }
    }

    @Test(arguments: TokenizerKind.allCases)
    func agreesWithTheLibraryOnFiveThousandMadeUpTexts(kind: TokenizerKind) throws {
        let variable = "PERSONA_VECTORS_SEED"
        let seed = ProcessInfo.processInfo.environment[variable].flatMap(Int.init) ?? 20_260_301
        let answer = try InteropPython.run(
            script: "tokenizers_encode.py", arguments: [kind.url.path, "\(seed)", "5000"])
        let cases = try JSONDecoder().decode([ExpectedCase].self, from: answer)
        #expect(cases.count == 5000)
        let tokenizer = try kind.load()
        let different = cases.filter { item in
            let found = tokenizer.encode(item.text)
            return found.ids != item.ids || found.offsets != item.ranges
                || !isSame(tokenizer.decode(item.ids), item.decoded)
        }
        #expect(
            different.isEmpty,
            "\(variable)=\(seed): \(different.map(\.text.debugDescription).prefix(5))")
    }

    @Test func givesOffsetsInBytesToo() throws {
        let tokenizer = try TokenizerKind.gemma.load()
        let text = "é日 a"
        let bytes = Array(text.utf8)
        let tokens = tokenizer.encode(text)
        let covered = tokens.utf8Offsets(in: text).map {
            String(decoding: bytes[$0], as: UTF8.self)
        }
        let scalars = Array(text.unicodeScalars)
        let expected = tokens.offsets.map { range in
            String(String.UnicodeScalarView(scalars[range]))
        }
        #expect(covered == expected)
        #expect(covered.contains("日"))
    }

    @Test func knowsItsTokensByIDAndByText() throws {
        let tokenizer = try TokenizerKind.gemma.load()
        let turn = try #require(tokenizer.id(of: "<start_of_turn>"))
        #expect(tokenizer.token(for: turn) == "<start_of_turn>")
        #expect(tokenizer.isSpecial(turn))
        let table = try #require(tokenizer.id(of: "<table>"))
        #expect(!tokenizer.isSpecial(table))
        #expect(tokenizer.id(of: "no such token") == nil)
        #expect(tokenizer.token(for: -1) == nil)
        #expect(tokenizer.token(for: 1 << 30) == nil)
        #expect(
            tokenizer.decode([-1, 1 << 30, turn], skippingSpecialTokens: false) == "<start_of_turn>"
        )
    }

    @Test func loadsFromAModelFolder() throws {
        let folder = try FileManager.default.url(
            for: .itemReplacementDirectory, in: .userDomainMask,
            appropriateFor: FileManager.default.temporaryDirectory, create: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(
            at: TokenizerKind.llama3.url, to: folder.appending(path: "tokenizer.json"))
        #expect(try Tokenizer(contentsOf: folder).encode("Hello").count > 0)
    }
}
