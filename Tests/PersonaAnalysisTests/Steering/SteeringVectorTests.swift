import Foundation
import PersonaAnalysis
import PersonaVectors
import Testing

/// Steering vectors against the original's, in `Fixtures/steering`.
struct SteeringVectorTests {
    struct Expected: Decodable {
        struct Bundle: Decodable {
            let personaId: String
            let layer: Int
            let maskStrategy: String?
            let folder: String
            let suggestedAlpha: Double
            let suggestedAlphaF64: Double
        }
        let bundles: [Bundle]
    }

    static func expected() throws -> Expected {
        let file = Fixtures.url("steering/expected.json")
        return try Fixtures.decoder.decode(Expected.self, from: Data(contentsOf: file))
    }

    @Test func vectorsAreThoseOfTheOriginal() async throws {
        let bundles = try Self.expected().bundles.filter { $0.maskStrategy != "persona_mean" }
        #expect(bundles.count == 4)
        let store = try RealData.store()
        for bundle in bundles {
            let vector = try await computeSteeringVector(
                from: store, personaID: bundle.personaId, layer: bundle.layer)
            let golden = try loadSteeringVector(at: Fixtures.url(bundle.folder))
            #expect(vector.values == golden.values, "\(bundle.folder)")
            #expect(vector.personaID == golden.personaID && vector.layer == golden.layer)
            #expect(vector.modelName == golden.modelName)
            for alpha in [bundle.suggestedAlpha, bundle.suggestedAlphaF64] {
                #expect(abs(vector.suggestedAlpha / alpha - 1) < 1e-6, "\(bundle.folder)")
            }
        }
    }

    @Test func savingWhatWasLoadedGivesTheSameBytes() throws {
        for bundle in try Self.expected().bundles {
            let folder = try TemporaryFolder()
            let source = Fixtures.url(bundle.folder)
            let saved = try saveSteeringVector(loadSteeringVector(at: source), in: folder.url)
            #expect(saved.lastPathComponent == bundle.personaId)
            for name in ["metadata.json", "steering_vector.safetensors"] {
                let bytes = try Data(contentsOf: saved.appending(path: name))
                #expect(bytes == (try Data(contentsOf: source.appending(path: name))))
            }
        }
    }

    struct Strength: Sendable {
        let biography: [Float]
        let templated: [Float]
        let alpha: Double
    }

    @Test(arguments: [
        Strength(biography: [2, 3, 3], templated: [1, 2, 2], alpha: 19.999_999_884_529_945),
        Strength(biography: [1, 2, 2], templated: [0, 0, 0], alpha: 0),
        Strength(
            biography: [0.5, 0, -0.5], templated: [0.5, 0, -0.5], alpha: 816_496_610.641_479_5),
    ])
    func strengthIsThatOfTheOriginal(_ expected: Strength) throws {
        let vector = try computeSteeringVector(
            biography: PersonaVector(layers: [expected.biography]),
            templated: PersonaVector(layers: [expected.templated]), personaID: "p", layer: 0,
            modelName: "t/m")
        #expect(vector.values == zip(expected.biography, expected.templated).map { $0 - $1 })
        #expect(abs(vector.suggestedAlpha - expected.alpha) <= 1e-6 * expected.alpha)
    }

    struct Refusal: Sendable {
        var biography: [[Float]] = [[1, 2], [3, 4]]
        var templated: [[Float]] = [[1, 2], [3, 4]]
        let layer: Int
        let message: String
    }

    @Test(arguments: [
        Refusal(
            templated: [[1, 2]], layer: 0,
            message: "Cannot subtract the vectors of 'p': biography has 2 layers of 2 features, "
                + "templated 1 layers of 2 features. Extract both with the same model."),
        Refusal(layer: 2, message: "No layer 2: the vectors have layers 0 to 1."),
        Refusal(layer: -1, message: "No layer -1: the vectors have layers 0 to 1."),
        Refusal(
            biography: [[1, .nan], [3, 4]], layer: 0,
            message: "Cannot steer with the vectors of 'p': layer 0 holds nan. Extract the "
                + "persona again."),
    ])
    func refusesWhatCannotBeSubtracted(_ refusal: Refusal) throws {
        let (biography, templated) = (
            try PersonaVector(layers: refusal.biography),
            try PersonaVector(layers: refusal.templated)
        )
        let error = #expect(throws: AnalysisError.self) {
            try computeSteeringVector(
                biography: biography, templated: templated, personaID: "p", layer: refusal.layer,
                modelName: "m")
        }
        #expect(error?.message == refusal.message)
    }

    @Test func missingPersonaIsReported() async throws {
        let error = await #expect(throws: ArtifactError.self) {
            try await computeSteeringVector(from: RealData.store(), personaID: "nobody")
        }
        #expect(error?.code == .notFound)
    }

    @Test(arguments: ["ok", "metadata_overrides_tensor", "shape_1d"])
    func acceptsWhatCanSteer(name: String) throws {
        let vector = try loadSteeringVector(at: Fixtures.url("bad/steering/\(name)"))
        #expect(vector.values.count == 4 && vector.suggestedAlpha == 1.5 && vector.layer == 3)
    }

    @Test(arguments: [
        (
            "metadata_list", AnalysisError.Code.invalidArtifact,
            "Cannot read the steering vector <folder>/metadata.json: it holds JSON, but not an "
                + "object. Save it again."
        ),
        (
            "metadata_nan", .invalidArtifact,
            "Cannot read the steering vector <folder>/metadata.json: 'hidden_size' is missing, and "
                + "must be a whole number that is not negative. Save it again."
        ),
        (
            "no_metadata", .notFound,
            "No steering vector in <folder>: 'metadata.json' is missing, and a steering vector is "
                + "the two files 'metadata.json' and 'steering_vector.safetensors'. Check the "
                + "path, or copy the whole folder."
        ),
        (
            "no_tensor", .notFound,
            "No steering vector in <folder>: 'steering_vector.safetensors' is missing, and a "
                + "steering vector is the two files 'metadata.json' and "
                + "'steering_vector.safetensors'. Check the path, or copy the whole folder."
        ),
    ])
    func refusesFoldersThatCannotSteer(
        name: String, code: AnalysisError.Code, message: String
    ) {
        let folder = Fixtures.url("bad/steering/\(name)")
        let error = #expect(throws: AnalysisError.self) { try loadSteeringVector(at: folder) }
        #expect(error?.code == code)
        #expect(error?.message.replacing(folder.path, with: "<folder>") == message)
    }

    @Test(arguments: ["NaN", "Infinity", "-Infinity"])
    func refusesAStrengthThatIsNotFinite(_ number: String) throws {
        let folder = try TemporaryFolder()
        let source = Fixtures.url("bad/steering/ok")
        let place = folder.url.appending(path: "ok")
        try FileManager.default.copyItem(at: source, to: place)
        let file = place.appending(path: "metadata.json")
        let text = try String(contentsOf: file, encoding: .utf8)
            .replacing("\"suggested_alpha\": 1.5", with: "\"suggested_alpha\": \(number)")
        try FileManager.default.removeItem(at: file)
        try Data(text.utf8).write(to: file)
        let path = place.path
        let error = #expect(throws: AnalysisError.self) {
            try loadSteeringVector(at: URL(filePath: path))
        }
        #expect(error?.code == .invalidArtifact)
        #expect(
            error?.message == "Cannot read the steering vector \(path)/metadata.json: "
                + "'suggested_alpha' is \(number), and must be a finite number. Save it again.")
    }
}
