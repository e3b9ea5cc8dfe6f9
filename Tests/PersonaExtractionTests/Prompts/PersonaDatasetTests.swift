import Foundation
import PersonaExtraction
import PersonaVectors
import Testing

/// Reading personas and questions, judged by persona-data.
struct PersonaDatasetTests {
    @Test func readsPersonasInTheOrderOfTheFile() throws {
        let expected = try PersonaFixture.load()
        let dataset = try PersonaFixture.dataset()
        #expect(dataset.personaIDs == expected.ids)
        for id in dataset.personaIDs {
            #expect(try dataset.persona(id).name == expected.names[id])
        }
        let ada = try dataset.persona("ada")
        #expect(ada.biographyView == "Ada Ñandú keeps bees 🐝 in Oakland.\n\nShe is 47.")
        #expect(ada.attributes["shoe_size"] == .double(38.5))
        #expect(try dataset.persona("cy").biographyView == "")
    }

    @Test func readsWhatAPersonaSaidOfItself() throws {
        let dataset = try PersonaFixture.dataset()
        for (id, expected) in try PersonaFixture.load().statements {
            let persona = try dataset.persona(id)
            #expect(persona.statementsView == expected.view)
            #expect(
                persona.statements
                    == expected.statements.map { statement in
                        PersonaStatement(
                            id: statement.sid, category: statement.category,
                            claim: statement.claim, supportTurns: statement.supportTurns)
                    })
        }
        #expect(try dataset.persona("bo").statements.count == 2)
    }

    @Test func readsEveryQuestionOfAPersona() throws {
        let expected = try PersonaFixture.load()
        let dataset = try PersonaFixture.dataset()
        for id in expected.ids {
            let found = try dataset.questions(for: id)
            #expect(
                found
                    == expected.questions[id]?.map { row in
                        QAPair(
                            id: row.qid, kind: .init(rawValue: row.type) ?? .explicit,
                            itemType: .init(rawValue: row.itemType) ?? .freeResponse,
                            scope: .init(rawValue: row.scope) ?? .individual,
                            question: row.question, answer: row.answer, choices: row.choices,
                            correctChoiceIndex: row.correctChoiceIndex, bankID: row.bankId,
                            relatedFreeResponseIDs: row.relatedFrqQids,
                            evidenceStatementIDs: row.evidenceSids, tags: row.tags)
                    })
        }
    }

    @Test func filtersByEveryKey() throws {
        let dataset = try PersonaFixture.dataset()
        for expected in try PersonaFixture.load().filters {
            let filter = QAFilter(
                kind: expected.filter["type"].flatMap { .init(rawValue: $0) },
                itemType: expected.filter["item_type"].flatMap { .init(rawValue: $0) },
                scope: expected.filter["scope"].flatMap { .init(rawValue: $0) },
                topicGroupID: expected.filter["topic_group_id"],
                questionSet: expected.filter["question_set"])
            let found = try dataset.questions(for: expected.persona, matching: filter)
            #expect(found.map(\.id) == expected.ids, "\(expected.persona) \(expected.filter)")
        }
    }

    @Test func splitsAsPythonDoes() throws {
        let dataset = try PersonaFixture.dataset()
        for expected in try PersonaFixture.load().splits {
            let split = try dataset.trainTestSplit(
                for: expected.persona, trainCount: expected.nTrain, seed: expected.seed)
            #expect(split.train.map(\.id) == expected.train)
            #expect(split.test.map(\.id) == expected.test)
        }
    }

    @Test func splitsTheRealDataSetAsTheOriginalDid() throws {
        struct Split: Decodable {
            let nTrain5, trainAll, test: [String]
        }
        struct Expected: Decodable {
            let trainTestSplit: [String: Split]
        }
        let file = PersonaFixture.real.appending(path: "prompts.expected.json")
        let expected = try PersonaFixture.decode(Expected.self, file)
        let dataset = try PersonaDataset(folder: PersonaFixture.real.appending(path: "dataset"))
        #expect(dataset.personaIDs.count == 181)
        for (id, split) in expected.trainTestSplit {
            let all = try dataset.trainTestSplit(for: id)
            #expect(all.train.map(\.id) == split.trainAll)
            #expect(all.test.map(\.id) == split.test)
            let five = try dataset.trainTestSplit(for: id, trainCount: 5)
            #expect(five.train.map(\.id) == split.nTrain5)
        }
    }

    @Test func aSampleIsTheFirstPersonasAndNothingIsRemembered() throws {
        let few = try PersonaFixture.dataset(sampleSize: 1)
        #expect(few.personaIDs == ["ada"])
        #expect(!few.contains("bo"))
        #expect(try few.questions(for: "ada").count == 20)
        #expect(try PersonaFixture.dataset().questions(for: "bo").count == 18)
        #expect(try PersonaFixture.dataset(sampleSize: 0).personaIDs.isEmpty)
    }

    @Test func aPersonaShowsTheTextOfItsVariant() throws {
        let bo = try PersonaFixture.dataset().persona("bo")
        #expect(try bo.description(for: .biography) == "Bo Lind repairs clocks.")
        #expect(try bo.description(for: .templated).hasPrefix("I am Bo Lind.\n"))
        let other = #expect(throws: ExtractionError.self) {
            try bo.description(for: PromptVariant(rawValue: "poem"))
        }
        #expect(other?.code == .invalidArgument)
        #expect(
            other?.message
                == "There is no prompt for the variant 'poem'; personas are described as "
                + "'templated' and 'biography'.")
        let none = #expect(throws: ExtractionError.self) {
            try PersonaFixture.dataset().persona("cy").description(for: .biography)
        }
        #expect(none?.message == "The persona 'cy' has no text for the variant 'biography'.")
    }
}
