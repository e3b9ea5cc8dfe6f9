import PersonaVectors

extension AnalysisError {
    static func steeringShapes(
        biography: [Int], templated: [Int], personaID: String
    ) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot subtract the vectors of '\(personaID)': biography has \(shape(biography)), "
                + "templated \(shape(templated)). Extract both with the same model.")
    }

    static func noSuchLayer(_ layer: Int, layerCount: Int) -> AnalysisError {
        AnalysisError(
            .invalidArgument,
            "No layer \(layer): the vectors have layers 0 to \(layerCount - 1).")
    }

    static func steeringNotFinite(_ value: Float, personaID: String, layer: Int) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot steer with the vectors of '\(personaID)': layer \(layer) holds \(value). "
                + "Extract the persona again.")
    }

    static func traitPairs(from: Int, to: Int) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot pair the vectors of a trait: there are \(from) of one side and \(to) of the "
                + "other; each persona needs one of both, and there must be a persona.")
    }

    static func traitShapes(_ position: Int, found: [Int], needed: [Int]) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot pair the vectors of a trait: pair \(position) has \(shape(found)), the first "
                + "one \(shape(needed)). Extract all with the same model.")
    }

    static func traitNotFinite(
        _ number: Float, attribute: String, value: String, layer: Int, persona: String
    ) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot build the trait '\(attribute)': the vector of \(persona) with the value "
                + "'\(value)' holds \(number) in layer \(layer). Extract the persona again or leave "
                + "it out.")
    }

    static func traitVectorNotFinite(
        _ value: Float, attribute: String, layer: Int
    ) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot use the trait '\(attribute)' at layer \(layer): its vector holds \(value), and "
                + "only finite numbers have a direction. Build the trait again.")
    }

    static func bandNotFinite(
        _ value: Float, attributes: [String], layer: Int, strength: Double
    ) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot merge traits at layer \(layer): \(attributes.joined(separator: " and ")) at "
                + "strength \(strength) add up to \(value). Use a finite and smaller strength.")
    }

    static func traitEntry(_ key: String, attribute: String, layer: Int) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot use the trait '\(attribute)' at layer \(layer): its entry in the manifest "
                + "has no usable '\(key)'. Build the trait again.")
    }

    static func bandShapes(layer: Int, sizes: [Int]) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "Cannot merge traits at layer \(layer): their directions have "
                + sizes.map(String.init).joined(separator: " and ")
                + " features. Use traits of one model.")
    }

    static func noContrast(_ attribute: String, kind: AttributeInfo.Kind?) -> AnalysisError {
        AnalysisError(
            .invalidArgument,
            "No contrast for '\(attribute)': its kind is \(kind?.rawValue ?? "not known"), and "
                + "only binary, ordinal and numeric attributes have two ends.")
    }

    static func contrastValues(_ attribute: String, found: [String]) -> AnalysisError {
        AnalysisError(
            .invalidData,
            "No contrast for '\(attribute)': the schema lists "
                + (found.isEmpty ? "no values" : found.joined(separator: ", "))
                + ", and two different ends are needed. Add them to the schema.")
    }

    private static func shape(_ sizes: [Int]) -> String {
        "\(sizes[0]) layers of \(sizes[1]) features"
    }
}
