import AlignedMemory
import Foundation
import PersonaVectors
import Safetensors
import Testing

@testable import PersonaAnalysis

/// The bundle's answers on stores of the original are checked with the store; these are its own.
@Suite struct AnalysisDatasetTests {
    private static let fixtures = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/stores")

    private func basic() throws -> PersonaVectorStore {
        try PersonaVectorStore(
            modelName: "google/gemma-2-9b-it", rootDirectory: Self.fixtures.appending(path: "basic")
        )
    }

    private func mixed() throws -> PersonaVectorStore {
        try PersonaVectorStore(
            modelName: "test/mixed", rootDirectory: Self.fixtures.appending(path: "mixed_shapes"))
    }

    @Test func aSelectionOfLayersIsLoadedInItsOrder() async throws {
        let all = try await loadAnalysisDataset(from: basic())
        let some = try await loadAnalysisDataset(from: basic(), layers: [2, 0])
        #expect(some.layers == [2, 0])
        for variant in all.variants {
            let (whole, part) = (try all.samples(for: variant), try some.samples(for: variant))
            for sample in 0..<whole.count {
                #expect(
                    part.row(sample: sample, layerPosition: 0)
                        == whole.row(sample: sample, layerPosition: 2))
                #expect(
                    part.row(sample: sample, layerPosition: 1)
                        == whole.row(sample: sample, layerPosition: 0))
            }
        }
    }

    @Test func variantsShareTheirOrder() async throws {
        let samples = try await loadVariantVectors(
            from: basic(), variants: [.biography, .templated], personaIDs: ["p-ascii", "a.b-c_d"])
        #expect(
            samples.map(\.labels) == [
                ["p-ascii", "Dots & Dashes (bio)"], ["Test Persona", "Dots & Dashes v2"],
            ])
    }

    @Test func oneVariantKeepsDuplicates() async throws {
        let samples = try await loadPersonaVectors(
            from: mixed(), variant: .templated, personaIDs: ["a", "a"])
        #expect(samples.count == 2)
        #expect(
            samples.row(sample: 0, layerPosition: 1) == samples.row(sample: 1, layerPosition: 1))
    }

    @Test func noVariantIsAnError() async throws {
        for call in [
            { _ = try await loadAnalysisDataset(from: basic(), variants: []) },
            { _ = try await loadVariantVectors(from: basic(), variants: []) },
        ] {
            let error = await #expect(throws: ArtifactError.self) { try await call() }
            #expect(error?.code == .invalidArgument)
            #expect(
                error?.message
                    == "At least one variant is required; name one, such as 'templated'.")
        }
    }

    @Test func noPersonaIsAnErrorThatNamesModelAndVariants() async throws {
        let nowhere = PromptVariant(rawValue: "does_not_exist")
        let error = await #expect(throws: ArtifactError.self) {
            try await loadPersonaVectors(from: basic(), variant: nowhere)
        }
        #expect(error?.code == .notFound)
        #expect(
            error?.message
                == "No personas found for 'google/gemma-2-9b-it' in 'does_not_exist'. Run"
                + " 'persona-vectors list' to see what there is.")
    }

    @Test func noIDsMeanAllForTheBundleAndNoneForASingleVariant() async throws {
        let dataset = try await loadAnalysisDataset(from: basic(), personaIDs: [])
        #expect(dataset.personaIDs.count == 7)
        let error = await #expect(throws: ArtifactError.self) {
            try await loadPersonaVectors(from: basic(), variant: .templated, personaIDs: [])
        }
        #expect(error?.code == .notFound)
    }

    @Test func anIDThatAVariantLacksIsNotFound() async throws {
        let error = await #expect(throws: ArtifactError.self) {
            try await loadAnalysisDataset(from: basic(), personaIDs: ["UPPER"])
        }
        #expect(error?.code == .notFound)
        #expect(error?.personaID == "UPPER")
    }

    @Test func vectorsOfDifferentShapesAreNamed() async throws {
        let error = await #expect(throws: ArtifactError.self) {
            try await loadPersonaVectors(
                from: mixed(), variant: .templated, personaIDs: ["a", "layers2"])
        }
        #expect(error?.code == .invalidShape)
        #expect(
            error?.message
                == "The vector of 'layers2' is 2 × 4 but that of 'a' is 3 × 4: vectors that are loaded"
                + " together must have one shape.")
    }

    @Test func aVariantThatWasNotLoadedIsNamed() async throws {
        let dataset = try await loadAnalysisDataset(from: basic(), variants: [.templated])
        let error = #expect(throws: ArtifactError.self) { try dataset.samples(for: .biography) }
        #expect(
            error?.message
                == "The variant 'biography' was not loaded; this bundle has 'templated'.")
    }
}
