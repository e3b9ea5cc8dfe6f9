import Foundation
import PersonaExtraction
import PersonaVectors
import PersonaVectorsTesting
import Testing
import Tokenization

/// From personas and a model's text side to samples.
struct PersonaSampleSourceTests {
    static let ada = ExtractionTask(
        personaID: "ada", personaName: "Ada Ñandú", variant: .biography)

    func withModel<R>(_ template: String = "qwen2", _ body: (ModelText) throws -> R) throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "chat-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try TinyChatModel.write(to: folder, template: template)
        return try body(ModelText(folder: folder))
    }

    func source(
        _ model: ModelText, _ strategies: [MaskStrategy] = MaskStrategy.known,
        _ options: PersonaSampleSource.Options = .init()
    ) throws -> PersonaSampleSource {
        PersonaSampleSource(
            dataset: try PersonaFixture.dataset(), model: model, strategies: strategies,
            options: options)
    }

    /// What the tokenizer makes of the text in front of a part, and of the part.
    @Test func tokensAndMasksAreThoseOfTheTemplatesText() throws {
        try withModel { model in
            let template = try PromptTemplate(system: "Be: {persona}", choices: "{labels}?")
            let options = PersonaSampleSource.Options(kind: .explicit, template: template)
            let samples = try source(model, MaskStrategy.known, options).samples(of: Self.ada)
            let system = "Be: Ada Ñandú keeps bees 🐝 in Oakland.\n\nShe is 47."
            let texts = [
                "<|im_start|>system\n", system, "<|im_end|>\n<|im_start|>user\n",
                "What about ada-e0?", "<|im_end|>\n<|im_start|>assistant\n", "The answer of ada.",
                "<|im_end|>\n",
            ]
            let counts = texts.map { model.tokenizer.encode($0).ids.count }
            let starts = counts.indices.map { counts[..<$0].reduce(0, +) }
            let first = try #require(samples.samples.first)
            #expect(first.id == "ada-e0")
            #expect(first.tokens == texts.flatMap { model.tokenizer.encode($0).ids })
            #expect(
                first.masks == [
                    .personaMean: Array(starts[1]..<starts[2]), .personaLast: [starts[2] - 1],
                    .questionLast: [starts[4] - 1], .questionLastSpecial: [starts[4]],
                    .answerPrevious: [starts[5] - 1], .answerFirst: [starts[5]],
                    .answerLast: [starts[6] - 1], .answerMean: Array(starts[5]..<starts[6]),
                ])
            #expect(
                samples.samples.map(\.id)
                    == ["ada-e0", "ada-e1", "ada-e2", "ada-e3", "m2", "ada-m3"])
            #expect(samples.sampleIDs(for: .personaMean) == ["ada-e0"])
            #expect(samples.sampleIDs(for: .answerMean).count == 6)
        }
    }

    @Test func aTemplateWithoutSystemRoleShowsThePersonaToTheUser() throws {
        try withModel("gemma2") { model in
            let prompts = try source(model).prompts(of: Self.ada)
            let tokenized = try TokenizedPrompt(prompts[0], model: model)
            #expect(
                tokenized.text
                    == "<start_of_turn>user\n\(prompts[0].system)\n\nWhat about ada-f0?"
                    + "<end_of_turn>\n<start_of_turn>model\nThe answer of ada.<end_of_turn>\n")
        }
    }

    @Test func thePreviewMarksWhatTheMaskSelects() throws {
        try withModel { model in
            let prompt = PersonaPrompt(id: "q", system: "S", question: "Q?", answer: "An answer")
            let tokenized = try TokenizedPrompt(prompt, model: model)
            let stretches = tokenized.preview(of: try tokenized.mask(of: .answerMean))
            #expect(stretches.filter(\.isSelected).map(\.text) == ["An answer"])
            #expect(stretches.map(\.text).joined() == tokenized.text)
            let all = tokenized.preview(of: Array(tokenized.tokens.ids.indices))
            #expect(all.map(\.text) == [tokenized.text])
        }
    }

    @Test func aShortAnswerIsFoundBehindItsAnnouncementWhenAsked() throws {
        try withModel { model in
            let prompt = PersonaPrompt(id: "q", system: "S", question: "Q?", answer: "a")
            let original = try TokenizedPrompt(prompt, model: model)
            let strict = try TokenizedPrompt(
                prompt, model: model, answerSearch: .afterGenerationPrompt)
            func answer(_ prompt: TokenizedPrompt) -> [Range<Int>] {
                prompt.spans.answer.map { prompt.tokens.offsets[$0] }
            }
            let scalars = Array(original.text.unicodeScalars)
            let header = "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nQ?<|im_end|>\n"
            let start = header.unicodeScalars.count + "<|im_start|>".count
            #expect(String(String.UnicodeScalarView(scalars[start...])).hasPrefix("assistant\na"))
            // The original finds the letter in the first delimiter behind the question.
            #expect(answer(original) == [header.unicodeScalars.count..<start])
            #expect(answer(strict) == [start + 10..<start + 11])
        }
    }

    @Test func aShortAnswerIsFoundBehindItsAnnouncementWithoutASystemRole() throws {
        try withModel("gemma2") { model in
            let prompt = PersonaPrompt(id: "q", system: "S", question: "Q?", answer: "model")
            let header = "<start_of_turn>user\nS\n\nQ?<end_of_turn>\n<start_of_turn>"
            let start = header.unicodeScalars.count
            let cases: [(TokenizedPrompt.AnswerSearch, Range<Int>)] = [
                (.firstMatch, start..<start + 5), (.afterGenerationPrompt, start + 6..<start + 11),
            ]
            for (search, expected) in cases {
                let tokenized = try TokenizedPrompt(prompt, model: model, answerSearch: search)
                #expect(tokenized.text == header + "model\nmodel<end_of_turn>\n")
                let found = tokenized.spans.answer.map { tokenized.tokens.offsets[$0] }
                #expect(found.first?.lowerBound == expected.lowerBound)
                #expect(found.last?.upperBound == expected.upperBound)
            }
        }
    }

    @Test func theOutlineSaysWhatTheSamplesWillBe() throws {
        try withModel { model in
            for count in [nil, 3] {
                let source = try source(model, [.answerMean], .init(trainCount: count))
                let outline = try source.outline(of: Self.ada)
                let samples = try source.samples(of: Self.ada)
                #expect(outline.sampleIDs == samples.samples.map(\.id))
                #expect(outline.details == samples.details)
                #expect(outline.details["tokenizer_digest"] == model.tokenizerDigest)
                #expect(outline.details["chat_template_digest"] == model.templateDigest)
            }
            let other = try source(
                model, [.answerMean], .init(template: PromptTemplate(system: "{persona}")))
            let (first, second) = try (
                source(model).outline(of: Self.ada), other.outline(of: Self.ada)
            )
            #expect(first.details["prompt_digest"] != second.details["prompt_digest"])
            #expect(
                first.details["prompt_template_digest"]
                    != second.details["prompt_template_digest"])
        }
    }

    @Test func theSplitComesBeforeTheChoiceOfAKind() throws {
        try withModel { model in
            let train = try PersonaFixture.dataset().trainTestSplit(for: "ada", trainCount: 8).train
            let source = try source(
                model, [.answerMean], .init(trainCount: 8, kind: .explicit))
            let questions = try source.questions(for: "ada")
            #expect(questions == train.filter { $0.kind == .explicit })
            #expect(!questions.isEmpty && questions.count < train.count)
        }
    }

    @Test func strategiesOfTheDescriptionAloneNeedOneSample() throws {
        try withModel { model in
            let samples = try source(model, [.personaMean, .personaLast]).samples(of: Self.ada)
            #expect(samples.samples.map(\.id) == ["ada-f0"])
        }
    }

    @Test func tasksAreEveryVariantOfEveryPersona() throws {
        try withModel { model in
            let source = try source(model)
            #expect(
                try source.tasks().map { "\($0.personaID)/\($0.variant)/\($0.personaName)" }
                    == [
                        "ada/templated/Ada Ñandú", "ada/biography/Ada Ñandú",
                        "bo/templated/Bo Lind",
                        "bo/biography/Bo Lind", "baseline_assistant/templated/Assistant",
                        "baseline_assistant/biography/Assistant", "cy/templated/Cy",
                        "cy/biography/Cy",
                    ])
            #expect(
                try source.tasks(personaIDs: ["bo"], variants: [.biography]).map(\.personaID)
                    == ["bo"])
            let error = #expect(throws: ExtractionError.self) {
                try source.tasks(personaIDs: ["bo", "di"])
            }
            #expect(error?.code == .personaNotFound)
        }
    }

    @Test func saysWhenNoQuestionIsLeft() throws {
        try withModel { model in
            let all = #expect(throws: ExtractionError.self) {
                try source(model).questions(for: "cy")
            }
            #expect(
                all?.message
                    == "No question put to 'cy' is left after the choice of questions; at least "
                    + "one is needed.")
            let explicit = #expect(throws: ExtractionError.self) {
                try source(model, [.answerMean], .init(kind: .explicit))
                    .questions(for: "baseline_assistant")
            }
            #expect(
                explicit?.message
                    == "No explicit question put to 'baseline_assistant' is left after the choice "
                    + "of questions; at least one is needed.")
        }
    }
}
