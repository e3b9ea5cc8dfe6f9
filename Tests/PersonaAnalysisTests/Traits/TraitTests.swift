import Foundation
import PersonaAnalysis
import PersonaVectors
import Safetensors
import Testing

/// Traits against the original's, in `Fixtures/traits`.
struct TraitTests {
    /// What the fixture tells of a vector.
    struct Digest: Decodable {
        let l2F64: Double
        let sumF64: Double
        let first8: [Float]
        let last4: [Float]

        func matches(_ values: [Float]) -> Bool {
            let tolerance: Float = 1e-6
            let length = values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
            let sum = values.reduce(0) { $0 + Double($1) }
            return abs(length - l2F64) < 1e-6 && abs(sum - sumF64) < 1e-5
                && zip(values.prefix(8), first8).allSatisfy { abs($0 - $1) < tolerance }
                && zip(values.suffix(4), last4).allSatisfy { abs($0 - $1) < tolerance }
        }
    }

    struct Direction: Decodable {
        let positive: String
        let layer: Int
        let auc: Double
        let nPersonas: Int
        let gapNorm: Double
        let actNorm: Double
        let direction: Digest?
        let unitDirection: Digest?
    }

    static func expected<Value: Decodable>(_ key: String, as type: Value.Type) throws -> Value {
        let file = Fixtures.url("traits/expected.json")
        let document = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        let entry = try #require((document as? [String: Any])?[key])
        return try Fixtures.decoder.decode(
            type, from: JSONSerialization.data(withJSONObject: entry))
    }

    static func store() throws -> TraitVectorStore {
        try TraitVectorStore(
            modelName: RealData.modelName, rootDirectory: Fixtures.url("traits/trait_vectors"),
            maskStrategy: .personaMean)
    }

    private func check(_ direction: TraitDirection, _ expected: Direction) {
        #expect(direction.positive == expected.positive && direction.layer == expected.layer)
        #expect(direction.personaCount == expected.nPersonas)
        #expect(abs(direction.auc - expected.auc) < 1e-9)
        #expect(abs(direction.gapNorm - expected.gapNorm) < 1e-6)
        #expect(abs(direction.activationNorm - expected.actNorm) < 1e-6 * expected.actNorm)
        #expect(expected.direction?.matches(direction.direction) ?? true)
        #expect(expected.unitDirection?.matches(direction.unitDirection) ?? true)
    }

    @Test func directionIsThatOfTheOriginal() throws {
        let direction = try loadTraitDirection("sex", from: Self.store(), layer: 3)
        check(direction, try Self.expected("load_trait_direction(sex, 3)", as: Direction.self))
        #expect(direction.attribute == "sex" && direction.variant == .templated)
    }

    @Test func bandAndMergeAreThoseOfTheOriginal() throws {
        let store = try Self.store()
        let band = try loadTraitBand("sex", from: store, layers: [2, 3, 5])
        let expected = try Self.expected(
            "load_trait_band(sex, [2,3,5])", as: [String: Direction].self)
        for direction in band {
            check(direction, try #require(expected["\(direction.layer)"]))
        }
        let citizens = try ["born_in_us", "us_citizenship_status"].map {
            try loadTraitBand($0, from: store, layers: [2, 3, 5])
        }
        let women = try [loadTraitBand("sex", from: store, layers: [3])]
        for (bands, strength, key) in [
            ([band], 0.5, "band_steering_vectors(band, 0.5)"),
            (
                citizens, 1.5,
                "merge_trait_bands([born_in_us, us_citizenship_status], [2,3,5], strength=1.5)"
            ),
            (women, -2, "merge_trait_bands([sex], [3], strength=-2)"),
        ] {
            let digests = try Self.expected(key, as: [String: Digest].self)
            let merged = try mergeTraitBands(bands, strength: strength)
            #expect(merged.count == digests.count, "\(key)")
            for (layer, values) in merged {
                #expect(digests["\(layer)"]?.matches(values) == true, "\(key), layer \(layer)")
            }
        }
    }

    @Test func coefficientIsStrengthTimesGap() throws {
        let direction = try loadTraitDirection("sex", from: Self.store(), layer: 3)
        #expect(direction.coefficient(strength: 2) == 2 * direction.gapNorm)
        #expect(direction.coefficient(strength: 2, reversed: true) == -2 * direction.gapNorm)
    }

    /// `sex_acts.safetensors` holds the vectors that the original built its trait from.
    @Test func traitBuiltFromPairsIsThatOfTheOriginal() throws {
        let file = try SafetensorsFile(path: Fixtures.url("traits/sex_acts.safetensors").path)
        let sides = try ["acts_from", "acts_to"].map { name in
            let tensor = try file.tensor(name)
            let (count, layers, size) = (tensor.shape[0], tensor.shape[1], tensor.shape[2])
            let floats = try tensor.floats()
            return try (0..<count).map { index in
                try PersonaVector(
                    floats: Array(floats[index * layers * size..<(index + 1) * layers * size]),
                    layerCount: layers, hiddenSize: size)
            }
        }
        let trait = try buildTrait(
            "sex", from: sides[0], to: sides[1], valueFrom: "Male", valueTo: "Female")
        let store = try Self.store()
        let stored = try store.load("sex").floats()
        #expect(
            zip(try trait.meanDelta.floats(), stored).allSatisfy { abs($0 - $1) < 1e-6 })
        let entry = try store.metadata(for: "sex")
        #expect(trait.entry.keys == entry.keys)
        for layer in 0..<7 {
            let key = ExactString("\(layer)")
            let auc = try #require(entry["auc_by_layer"]?.objectValue?[key]?.doubleValue)
            let norm = try #require(entry["act_norm_by_layer"]?.objectValue?[key]?.doubleValue)
            #expect(abs(trait.aucByLayer[layer] - auc) < 1e-9, "layer \(layer)")
            #expect(abs(trait.activationNormByLayer[layer] - norm) < 1e-6 * norm)
        }
        #expect(trait.bestLayer == 0)
        check(
            try trait.direction(layer: 3),
            try Self.expected(
                "load_trait_direction(sex, 3)", as: Direction.self))
    }

    @Test func builtTraitIsSavedAndLoaded() throws {
        let folder = try TemporaryFolder()
        let store = try TraitVectorStore(modelName: "t/m", rootDirectory: folder.url)
        let trait = try buildTrait(
            "age", from: [PersonaVector(layers: [[0, 0], [1, 1]])],
            to: [PersonaVector(layers: [[3, 4], [1, 1]])], valueFrom: "18", valueTo: "89")
        #expect(trait.aucByLayer == [1, 0.5])
        try store.save(trait.meanDelta, attribute: "age", entry: trait.entry)
        let loaded = try loadTraitDirection("age", from: store, layer: 0)
        #expect(try loaded == trait.direction(layer: 0))
        #expect(loaded.gapNorm == 5 && loaded.unitDirection == [0.6, 0.8])
    }

    @Test(arguments: [
        ("sex", "Male", "Female"), ("born_in_us", "No", "Yes"), ("age", "18", "89"),
        ("highest_degree_received", "Less than high school", "Graduate"),
    ])
    func contrastLeadsBetweenTheEnds(attribute: String, from: String, to: String) throws {
        let ends = try contrastValues(of: RealData.table().info(for: attribute))
        #expect(ends.from.description == from && ends.to.description == to)
    }

    /// What persona-data says of the ends: whole numbers when both are whole, else both not.
    @Test(
        arguments: [
            ([.text("22.0"), .text("31")], .integer(22), .integer(31)),
            ([.number(40), .number(3)], .integer(3), .integer(40)),
            ([.integer(3), .number(3.5)], .number(3), .number(3.5)),
            ([.text("none"), .text("1e1"), .integer(2)], .integer(2), .integer(10)),
        ] as [([AttributeValue], AttributeValue, AttributeValue)])
    func numericEndsAreWholeTogether(
        seeds: [AttributeValue], from: AttributeValue, to: AttributeValue
    ) throws {
        let info = AttributeInfo(name: "age", kind: .numeric, seedValues: seeds)
        let ends = try contrastValues(of: info)
        #expect(ends.from == from && ends.to == to)
    }

    @Test func refusesWhatIsNoTrait() throws {
        let store = try Self.store()
        let one = try PersonaVector(layers: [[1, 2]])
        let other = try PersonaVector(layers: [[1, 2, 3]])
        let broken = try PersonaVector(layers: [[1, .infinity]])
        let cases: [(message: String, body: () throws -> Void)] = [
            (
                "No layer 7: the vectors have layers 0 to 6.",
                { _ = try loadTraitDirection("sex", from: store, layer: 7) }
            ),
            (
                "No layer -1: the vectors have layers 0 to 6.",
                { _ = try loadTraitDirection("sex", from: store, layer: -1) }
            ),
            (
                "Cannot pair the vectors of a trait: there are 1 of one side and 0 of the other; "
                    + "each persona needs one of both, and there must be a persona.",
                { _ = try buildTrait("a", from: [one], to: [], valueFrom: "x", valueTo: "y") }
            ),
            (
                "Cannot pair the vectors of a trait: pair 0 has 1 layers of 3 features, the first "
                    + "one 1 layers of 2 features. Extract all with the same model.",
                { _ = try buildTrait("a", from: [one], to: [other], valueFrom: "x", valueTo: "y") }
            ),
            (
                "Cannot build the trait 'a': the vector of pair 0 with the value 'y' holds inf in "
                    + "layer 0. Extract the persona again or leave it out.",
                { _ = try buildTrait("a", from: [one], to: [broken], valueFrom: "x", valueTo: "y") }
            ),
            (
                "Cannot build the trait 'a': the vector of 'p-1' with the value 'x' holds inf in "
                    + "layer 0. Extract the persona again or leave it out.",
                {
                    _ = try buildTrait(
                        "a", from: [one, broken], to: [one, one], valueFrom: "x", valueTo: "y",
                        personaIDs: ["p-0", "p-1"])
                }
            ),
            (
                "Cannot merge traits at layer 3: sex at strength nan add up to nan. Use a finite and "
                    + "smaller strength.",
                {
                    let band = try loadTraitBand("sex", from: store, layers: [3])
                    _ = try mergeTraitBands([band], strength: .nan)
                }
            ),
            (
                "No contrast for 'race': its kind is nominal, and only binary, ordinal and numeric "
                    + "attributes have two ends.",
                { _ = try contrastValues(of: RealData.table().info(for: "race")) }
            ),
            (
                "No contrast for 'a': the schema lists no values, and two different ends are "
                    + "needed. Add them to the schema.",
                { _ = try contrastValues(of: AttributeInfo(name: "a", kind: .binary)) }
            ),
        ]
        for (message, body) in cases {
            let error = #expect(throws: AnalysisError.self) { try body() }
            #expect(error?.message == message)
        }
    }

    /// Numbers that a store of another program may hold.
    @Test(arguments: [
        (
            "auc_by_layer",
            "Cannot use the trait 'age' at layer 0: its entry in the manifest has no usable "
                + "'auc_by_layer'. Build the trait again."
        ),
        (
            "act_norm_by_layer",
            "Cannot use the trait 'age' at layer 0: its entry in the manifest has no usable "
                + "'act_norm_by_layer'. Build the trait again."
        ),
        (
            "",
            "Cannot use the trait 'age' at layer 0: its vector holds nan, and only finite numbers have "
                + "a direction. Build the trait again."
        ),
    ])
    func refusesStoredNumbersThatAreNotFinite(key: String, message: String) throws {
        let folder = try TemporaryFolder()
        let store = try TraitVectorStore(modelName: "t/m", rootDirectory: folder.url)
        let trait = try buildTrait(
            "age", from: [PersonaVector(layers: [[0, 0]])], to: [PersonaVector(layers: [[3, 4]])],
            valueFrom: "18", valueTo: "89")
        var entry = trait.entry
        let vector = key.isEmpty ? try PersonaVector(layers: [[.nan, 0]]) : trait.meanDelta
        if !key.isEmpty { entry[ExactString(key)] = .object(["0": .double(.nan)]) }
        try store.save(vector, attribute: "age", entry: entry)
        let error = #expect(throws: AnalysisError.self) {
            try loadTraitDirection("age", from: store, layer: 0)
        }
        #expect(error?.code == .invalidData)
        #expect(error?.message == message)
    }

    @Test func aTraitIsABinaryQuestion() throws {
        #expect(try loadTraitDirection("sex", from: Self.store(), layer: 3).task == .binary)
    }
}
