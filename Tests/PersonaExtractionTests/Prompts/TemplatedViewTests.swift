import Foundation
import PersonaExtraction
import PersonaVectors
import Testing

/// Descriptions made from attributes, judged by persona-data.
struct TemplatedViewTests {
    @Test func rendersEveryViewOfTheRealDataSet() throws {
        let dataset = try PersonaDataset(folder: PersonaFixture.real.appending(path: "dataset"))
        for id in dataset.personaIDs where id != baselinePersonaID {
            let persona = try dataset.persona(id)
            #expect(
                try TemplatedView.render(persona.attributes, personaID: id)
                    == persona.templatedView)
        }
    }

    @Test func swapsOneAttributeAsTheOriginalDoes() throws {
        let dataset = try PersonaFixture.dataset()
        var count = 0
        for swap in try PersonaFixture.load().swaps where swap.result.error == nil {
            let persona = try dataset.persona(swap.persona)
            let value: JSONValue
            switch swap.newValue {
            case .integer(let integer): value = .integer(integer)
            case .text(let text): value = .string(text)
            case nil: value = .string("No")  // the other value of a binary attribute
            }
            let found = try persona.swapping(swap.attribute, to: value)
            #expect(found.templatedView == swap.result.templatedView)
            #expect(found.id == swap.result.id)
            #expect(found.biographyView == swap.result.biographyView)
            #expect(found.attributes[ExactString(swap.attribute)] == value)
            count += 1
        }
        #expect(count == 10)
    }

    @Test(arguments: [
        (
            "ada", "hair", "red",
            "The persona 'ada' has no attribute 'hair', without which its description cannot be written."
        ),
        (
            "cy", "speak_other_language", "Yes",
            "The persona 'cy' has no attribute 'born_in_us', without which its description cannot be written."
        ),
        (
            "bo", "speak_other_language", "No",
            "With 'speak_other_language' = 'No' the templated view of 'bo' is as before; there is no pair to compare."
        ),
        (
            "ada", "shoe_size", "40",
            "With 'shoe_size' = '40' the templated view of 'ada' is as before; there is no pair to compare."
        ),
    ])
    func refusesSwapsThatCannotBe(
        _ id: String, _ attribute: String, _ value: String, _ expected: String
    ) throws {
        let persona = try PersonaFixture.dataset().persona(id)
        let error = #expect(throws: ExtractionError.self) {
            try persona.swapping(attribute, to: .string(value))
        }
        #expect(error?.message == expected)
    }

    @Test func refusesAViewThatIsNotMadeFromAttributes() throws {
        let ada = try PersonaFixture.dataset().persona("ada")
        let other = Persona(id: "x", attributes: ada.attributes, templatedView: "I am Ada.")
        let error = #expect(throws: ExtractionError.self) {
            try other.swapping("age", to: .integer(3))
        }
        #expect(
            error?.message
                == "The templated view of 'x' is not the one that its attributes give, so that "
                + "changing one of them would change more; a data set whose views are made from "
                + "attributes is needed.")
    }
}
