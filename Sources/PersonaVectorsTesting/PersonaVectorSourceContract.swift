import AlignedMemory
public import PersonaVectors

/// What every source of persona vectors promises, checked on any of them.
///
/// A test makes a source that holds ``items`` for ``modelName`` and ``maskStrategy`` and expects
/// ``violations(of:)`` to be empty. The vectors are `Float`, so that a source which stores no other
/// dtype can keep the contract too.
public enum PersonaVectorSourceContract {
    /// One vector that the source must hold.
    public struct Item: Sendable {
        /// The variant.
        public let variant: PromptVariant
        /// The persona.
        public let personaID: String
        /// Its name; one is empty on purpose.
        public let name: String
        /// Its samples.
        public let sampleIDs: [String]
        /// ``layerCount`` × ``hiddenSize`` values.
        public let values: [Float]
    }

    /// The model that the source must be of.
    public static let modelName = "test-org/contract-model"

    /// The mask strategy that the source must be of.
    public static let maskStrategy = MaskStrategy.answerMean

    /// The layers of each vector.
    public static let layerCount = 3

    /// The features of each layer.
    public static let hiddenSize = 4

    /// Ids in no order, canonically equal ones, one that only one variant has, and the baseline.
    private static let templatedIDs = [
        "zeta", "alpha", "e\u{301}", "\u{E9}", "naïve-ид-人 🦊", "only-templated", baselinePersonaID,
    ]

    /// What the source must hold: the two default variants.
    public static let items: [Item] = PromptVariant.defaults.flatMap { variant in
        templatedIDs.filter { variant == .templated || $0 != "only-templated" }.map { id in
            item(variant, id)
        }
    }

    private static func item(_ variant: PromptVariant, _ id: String) -> Item {
        let seed = Float(id.unicodeScalars.reduce(0) { $0 + $1.value } % 97)
        let sign: Float = variant == .templated ? 1 : -1
        return Item(
            variant: variant, personaID: id, name: id == "alpha" ? "" : "Name “\(id)” (\(variant))",
            sampleIDs: id == "zeta" ? [] : ["q1-\(id)", "q\n2"],
            values: (0..<layerCount * hiddenSize).map { sign * (seed + Float($0) / 8) })
    }
}

extension PersonaVectorSourceContract {
    /// The promises that a source breaks, a sentence each; none for one that keeps the contract.
    ///
    /// - Parameters:
    ///   - source: a source that holds ``items``.
    ///   - emptyNameIsID: whether the source answers the id for an empty name, as Hub sources do.
    /// - Returns: the sentences.
    public static func violations(
        of source: some PersonaVectorSource, emptyNameIsID: Bool = false
    ) async -> [String] {
        var violations = Violations()
        await violations.check("identity") {
            source.modelName == modelName && source.maskStrategy == maskStrategy
        }
        await checkLists(source, &violations)
        await checkNames(source, emptyNameIsID, &violations)
        await checkVectors(source, &violations)
        await checkBlocks(source, &violations)
        await checkErrors(source, &violations)
        return violations.sentences
    }

    private static func checkLists(
        _ source: some PersonaVectorSource, _ violations: inout Violations
    ) async {
        let shared = ["alpha", "e\u{301}", "naïve-ид-人 🦊", "zeta", "\u{E9}"]
        let both = PromptVariant.defaults
        let unknown = PromptVariant(rawValue: "no-such-variant")
        await violations.check("ids of both variants, by code point, without the baseline") {
            exactly(
                try await source.listPersonas(variants: both, includingBaseline: false), shared)
        }
        await violations.check("ids of one variant with the baseline") {
            let ids = try await source.listPersonas(
                variants: [.templated], includingBaseline: true)
            return exactly(ids, templatedIDs.sorted { ExactString($0) < ExactString($1) })
        }
        await violations.check("layers") {
            try await source.listLayers(variants: both, personaIDs: ["zeta"]) == 0..<layerCount
        }
        await violations.check("no layers for an id that a variant lacks") {
            try await source.listLayers(variants: both, personaIDs: ["only-templated"]).isEmpty
        }
        await violations.check("available variants in the candidates' order") {
            try await source.availableVariants(among: [.biography, unknown, .templated])
                == [.biography, .templated]
        }
    }

    private static func checkNames(
        _ source: some PersonaVectorSource, _ emptyNameIsID: Bool, _ violations: inout Violations
    ) async {
        let asked = ["zeta", "nobody", "alpha", "\u{E9}"]
        await violations.check("names in the order asked for, the first variant's") {
            let names = try await source.personaNames(
                for: asked, variants: [.biography, .templated])
            var expected = ["zeta", "\u{E9}"].map { "Name “\($0)” (biography)" }
            if emptyNameIsID { expected.insert("alpha", at: 1) }
            return exactly(names.map(\.name), expected)
        }
        await violations.check("sample ids") {
            for item in items {
                let found = try await source.personaSampleIDs(
                    item.variant, personaID: item.personaID)
                guard found == item.sampleIDs else { return false }
            }
            return true
        }
        await violations.check("no sample ids for an unknown id") {
            try await source.personaSampleIDs(.templated, personaID: "nobody") == nil
        }
    }

    private static func checkVectors(
        _ source: some PersonaVectorSource, _ violations: inout Violations
    ) async {
        for item in items {
            await violations.check("vector of '\(item.personaID)' in \(item.variant)") {
                let vector = try await source.load(item.variant, personaID: item.personaID)
                let values = try vector.floats()
                let row = try vector.layer(1)
                return vector.layerCount == layerCount && vector.hiddenSize == hiddenSize
                    && values == item.values
                    && row == Array(item.values[hiddenSize..<2 * hiddenSize])
            }
        }
    }

    private static func checkBlocks(
        _ source: some PersonaVectorSource, _ violations: inout Violations
    ) async {
        let asked = ["zeta", "\u{E9}", "e\u{301}", "zeta"]
        await violations.check("a block in the order asked for, duplicates included") {
            let block = try await source.loadAll(.biography, personaIDs: asked, layers: nil)
            return block.layers == [0, 1, 2] && values(of: block) == expected(asked, [0, 1, 2])
        }
        await violations.check("a block of chosen layers, in their order") {
            let block = try await source.loadAll(.biography, personaIDs: asked, layers: [2, 0])
            return block.layers == [2, 0] && values(of: block) == expected(asked, [2, 0])
        }
    }

    private static func values(of block: PersonaVectorBlock) -> [Float] {
        block.values.withUnsafeBufferPointer { Array($0) }
    }

    private static func expected(_ ids: [String], _ layers: [Int]) -> [Float] {
        ids.flatMap { id in
            let values = item(.biography, id).values
            return layers.flatMap { values[$0 * hiddenSize..<($0 + 1) * hiddenSize] }
        }
    }

    private static func checkErrors(
        _ source: some PersonaVectorSource, _ violations: inout Violations
    ) async {
        await violations.check("an unknown persona is not found", throwing: .notFound) {
            _ = try await source.load(.templated, personaID: "nobody")
        }
        await violations.check("nor is one of another variant", throwing: .notFound) {
            _ = try await source.load(.biography, personaID: "only-templated")
        }
        await violations.check("nor one among several", throwing: .notFound) {
            _ = try await source.loadAll(.templated, personaIDs: ["zeta", "nobody"], layers: nil)
        }
        await violations.check("a layer out of range", throwing: .layerOutOfRange) {
            _ = try await source.loadAll(.templated, personaIDs: ["zeta"], layers: [layerCount])
        }
    }

    private static func exactly(_ left: [String], _ right: [String]) -> Bool {
        left.map { ExactString($0) } == right.map { ExactString($0) }
    }
}

/// Collects the promises that are broken.
private struct Violations {
    private(set) var sentences: [String] = []

    mutating func check(_ promise: String, _ isKept: () async throws -> Bool) async {
        do {
            if try await !isKept() { sentences.append("Broken: \(promise).") }
        } catch {
            sentences.append("Broken: \(promise): \(error)")
        }
    }

    mutating func check(
        _ promise: String, throwing code: ArtifactError.Code, _ body: () async throws -> Void
    ) async {
        do {
            try await body()
            sentences.append("Broken: \(promise): nothing was thrown.")
        } catch let error as ArtifactError where error.code == code {
        } catch {
            sentences.append("Broken: \(promise): \(error)")
        }
    }
}
