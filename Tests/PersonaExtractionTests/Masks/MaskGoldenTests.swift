import ChatTemplates
import Foundation
import PersonaExtraction
import PersonaVectors
import Testing

/// Spans and masks of the real data set, judged by the original.
struct MaskGoldenTests {
    struct Expected: Decodable {
        struct Prompt: Decodable {
            struct Spans: Decodable {
                let template, question, response: [Int]
            }
            let personaId, variant, strategy, sampleId: String
            let spans: Spans
            let maskedTokenIndices: [Int]
        }
        let chatTemplate: String
        let prompts: [Prompt]
    }

    /// Words as long as those of the original, whose own are not kept here: where a part of a
    /// prompt stands depends on nothing else.
    static let template = Result {
        try PromptTemplate(
            system: String(repeating: "word ", count: 36) + "\n\n{persona}",
            choices: String(repeating: "w", count: 43) + "{labels}ww")
    }

    static func load() throws -> Expected {
        let file = PersonaFixture.real.appending(path: "prompts.expected.json")
        return try PersonaFixture.decode(Expected.self, file)
    }

    @Test func findsTheOriginalsSpans() throws {
        let expected = try Self.load()
        let dataset = try PersonaDataset(folder: PersonaFixture.real.appending(path: "dataset"))
        let chat = try ChatTemplate(expected.chatTemplate)
        for golden in expected.prompts {
            let pair = try #require(
                dataset.questions(for: golden.personaId).first { $0.id == golden.sampleId })
            let prompt = try PersonaPrompt.prompts(
                of: dataset.persona(golden.personaId),
                variant: PromptVariant(rawValue: golden.variant), questions: [pair],
                template: Self.template.get())[0]
            let spans = try PromptSpans(of: prompt, in: chat.render(prompt.messages))
            #expect(spans.system == golden.spans.template[0]..<golden.spans.template[1])
            #expect(spans.question == golden.spans.question[0]..<golden.spans.question[1])
            #expect(spans.answer == golden.spans.response[0]..<golden.spans.response[1])
        }
    }

    @Test func selectsTheOriginalsTokens() throws {
        let prompts = try Self.load().prompts
        for golden in prompts {
            let (system, question, answer) = (
                golden.spans.template, golden.spans.question, golden.spans.response
            )
            let spans = TokenSpans(
                system: system[2]..<system[3], question: question[2]..<question[3],
                answer: answer[2]..<answer[3])
            let strategy = MaskStrategy(rawValue: golden.strategy)
            let found = try strategy.positions(in: spans, sample: golden.sampleId) {
                $0 == question[3]
            }
            #expect(found == golden.maskedTokenIndices, "\(golden.strategy)")
        }
        #expect(Set(prompts.map(\.strategy)) == Set(MaskStrategy.known.map(\.rawValue)))
    }
}
