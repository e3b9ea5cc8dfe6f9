package import PersonaVectors

extension ProbeMetadata {
    /// The schema that is written and read.
    static let schemaVersion = 2

    /// The members of `probe.json` in the original's order, then those that it ignores.
    package var json: JSONObject {
        let components = preprocessing.pcaComponentCount
        var object: JSONObject = [
            "schema_version": .integer(Self.schemaVersion),
            "model_name": .string(modelName),
            "variant": .string(variant.rawValue),
            "mask_strategy": .string(maskStrategy.rawValue),
            "attribute_name": .string(attribute),
            "task": .string(task.rawValue),
            "probe_kind": .string(kind.rawValue),
            "n_pca_components": components.map { .integer($0) } ?? .null,
            "normalize_pca": components == nil ? .null : .bool(preprocessing.normalizesPCA),
            "layer": .integer(layer),
            "location": .string(location),
            "input_dim": .integer(inputDimension),
            "artifact_feature_dim": .integer(featureDimension),
            "class_names": classNames.map { .array($0.map { .string($0) }) } ?? .null,
            "metrics": .object(metrics),
        ]
        if let provenance { object["provenance"] = .object(provenance.json) }
        return object
    }

    /// Reads the members of `probe.json`; keys that are not known are left alone.
    init(_ fields: ArtifactFields) throws(AnalysisError) {
        try fields.requireSchemaVersion()
        modelName = try fields.string("model_name")
        variant = PromptVariant(rawValue: try fields.string("variant"))
        maskStrategy = MaskStrategy(rawValue: try fields.string("mask_strategy"))
        attribute = try fields.string("attribute_name")
        task = try fields.choice("task")
        kind = try fields.choice("probe_kind")
        let hasPCA = (fields.object["n_pca_components"] ?? .null) != .null
        preprocessing = ProbePreprocessing(
            pcaComponentCount: hasPCA ? try fields.count("n_pca_components") : nil,
            normalizesPCA: fields.object["normalize_pca"] != .bool(false))
        layer = try fields.count("layer")
        location = fields.object["location"]?.stringValue ?? Self.postReasoning
        inputDimension = try fields.count("input_dim")
        featureDimension = try fields.count("artifact_feature_dim")
        classNames = try fields.strings("class_names")
        metrics = fields.object["metrics"]?.objectValue ?? JSONObject()
        provenance = fields.object["provenance"]?.objectValue.map(ProbeProvenance.init)
    }
}

extension ArtifactFields {
    /// Accepts what Python's `int` makes 2 of: 2, 2.0 and "2".
    fileprivate func requireSchemaVersion() throws(AnalysisError) {
        let found = object["schema_version"]
        let number = found?.doubleValue ?? found?.stringValue.flatMap { Double(Int($0) ?? 0) }
        guard number == Double(ProbeMetadata.schemaVersion) else {
            throw wrong("schema_version", needed: "\(ProbeMetadata.schemaVersion)")
        }
    }

    /// One of the raw values of an enumeration.
    fileprivate func choice<Choice>(_ key: ExactString) throws(AnalysisError) -> Choice
    where Choice: RawRepresentable<String> & CaseIterable {
        guard let choice = object[key]?.stringValue.flatMap({ Choice(rawValue: $0) }) else {
            let choices = Choice.allCases.map(\.rawValue)
            throw wrong(key, needed: "one of " + choices.joined(separator: ", "))
        }
        return choice
    }
}

extension ProbeProvenance {
    var json: JSONObject {
        var object = JSONObject()
        object["dataset"] = dataset.map { .string($0) }
        object["dataset_revision"] = datasetRevision.map { .string($0) }
        object["vectors"] = vectors.map { .string($0) }
        object["vectors_revision"] = vectorsRevision.map { .string($0) }
        object["seed"] = seed.map { .integer(Int($0)) }
        object["tool"] = tool.map { .string($0) }
        return object
    }

    init(_ object: JSONObject) {
        dataset = object["dataset"]?.stringValue
        datasetRevision = object["dataset_revision"]?.stringValue
        vectors = object["vectors"]?.stringValue
        vectorsRevision = object["vectors_revision"]?.stringValue
        seed = object["seed"]?.integerValue.flatMap { UInt32(exactly: $0) }
        tool = object["tool"]?.stringValue
    }
}

extension ProbeRow {
    /// The row as the original saves it: a number that is not finite becomes null.
    package var json: JSONObject {
        func value(_ number: Double?) -> JSONValue {
            number.map { $0.isFinite ? .double($0) : .null } ?? .null
        }
        var object: JSONObject = [
            "attribute": .string(attribute), "layer": .integer(layer),
            "probe_kind": .string(kind.rawValue), "balanced_accuracy": value(balancedAccuracy),
            "mae": value(meanAbsoluteError), "r2": value(r2),
        ]
        if let baselineBalancedAccuracy {
            object["baseline_balanced_accuracy"] = value(baselineBalancedAccuracy)
        } else {
            object["baseline_mae"] = value(baselineMeanAbsoluteError)
            object["baseline_r2"] = value(baselineR2)
        }
        return object
    }
}
