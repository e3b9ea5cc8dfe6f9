import Safetensors
import TensorMath

extension ProbeWeights {
    /// The tensors of `weights.safetensors`.
    var tensors: [TensorToWrite] {
        func vector(_ name: String, _ values: [Float]) -> TensorToWrite {
            TensorToWrite(name: name, shape: [values.count], floats: values)
        }
        func matrix(_ name: String, _ matrix: Matrix<Float>) -> TensorToWrite {
            TensorToWrite(
                name: name, shape: [matrix.rowCount, matrix.columnCount], floats: matrix.values)
        }
        var tensors = [matrix("weight", weight), vector("bias", bias)]
        if let scaler {
            tensors += [vector("scaler_mean", scaler.mean), vector("scaler_scale", scaler.scale)]
        }
        if let pca {
            tensors += [vector("pca_mean", pca.mean), matrix("pca_components", pca.components)]
        }
        if let direction {
            tensors += [
                vector("direction", direction.values), vector("direction_bias", [direction.bias]),
            ]
        }
        return tensors
    }

    /// Reads the tensors and checks that they fit each other and the metadata; others are ignored.
    init(_ tensors: ArtifactTensors, metadata: ProbeMetadata) throws {
        let rows = try tensors.matrixShape("weight").rows
        try metadata.requireRowCount(rows, tensors: tensors)
        weight = try tensors.matrix(
            "weight", rows: rows, columns: metadata.featureDimension,
            because: "'artifact_feature_dim' columns")
        bias = try tensors.floats("bias", shape: [rows], because: "one for each row of 'weight'")
        scaler = try Self.scaler(tensors, metadata: metadata)
        pca = try Self.pca(tensors, metadata: metadata)
        direction = try Self.direction(tensors, metadata: metadata)
    }

    private static func scaler(
        _ tensors: ArtifactTensors, metadata: ProbeMetadata
    ) throws -> Scaler? {
        guard try tensors.hasBoth("scaler_mean", "scaler_scale") else { return nil }
        let (shape, reason) = ([metadata.inputDimension], "'input_dim' values")
        let scale = try tensors.floats("scaler_scale", shape: shape, because: reason)
        if let position = scale.firstIndex(of: 0) {
            throw AnalysisError.scalesByZero(
                position: position, noun: tensors.noun, path: tensors.file.path)
        }
        return Scaler(
            mean: try tensors.floats("scaler_mean", shape: shape, because: reason), scale: scale)
    }

    private static func pca(_ tensors: ArtifactTensors, metadata: ProbeMetadata) throws -> PCA? {
        guard try tensors.hasBoth("pca_mean", "pca_components") else {
            // Without components the head reads the vector itself.
            try metadata.requireFeatureDimension(
                metadata.inputDimension, because: "'input_dim'", tensors: tensors)
            return nil
        }
        let components = try tensors.matrixShape("pca_components").rows
        try metadata.requireFeatureDimension(
            components, because: "the rows of 'pca_components'", tensors: tensors)
        return PCA(
            mean: try tensors.floats(
                "pca_mean", shape: [metadata.inputDimension], because: "'input_dim' values"),
            components: try tensors.matrix(
                "pca_components", rows: components, columns: metadata.inputDimension,
                because: "'input_dim' columns"))
    }

    private static func direction(
        _ tensors: ArtifactTensors, metadata: ProbeMetadata
    ) throws -> Direction? {
        // Answers never need it, so half a direction is left alone.
        guard tensors.has("direction"), tensors.has("direction_bias") else { return nil }
        return Direction(
            values: try tensors.floats(
                "direction", shape: [metadata.featureDimension],
                because: "one value for each column of 'weight'"),
            bias: try tensors.floats("direction_bias", shape: [1], because: "a single value")[0])
    }
}

extension ArtifactTensors {
    fileprivate func matrixShape(_ name: String) throws -> (rows: Int, columns: Int) {
        let found = try shape(name)
        guard found.count == 2, found[0] > 0, found[1] > 0 else {
            throw AnalysisError.tensorRank(name, found: found, noun: noun, path: file.path)
        }
        return (found[0], found[1])
    }

    fileprivate func matrix(
        _ name: String, rows: Int, columns: Int, because reason: String
    ) throws -> Matrix<Float> {
        Matrix(
            rowCount: rows, columnCount: columns,
            values: try floats(name, shape: [rows, columns], because: reason))
    }

    /// Whether two tensors that need each other are there; one alone is an error.
    fileprivate func hasBoth(_ first: String, _ second: String) throws -> Bool {
        guard has(first) == has(second) else {
            let (present, absent) = has(first) ? (first, second) : (second, first)
            throw AnalysisError.tensorWithoutOther(
                present, other: absent, noun: noun, path: file.path)
        }
        return has(first)
    }
}

extension ProbeMetadata {
    /// Refuses weights that have not one row for each class, or for a number.
    fileprivate func requireRowCount(_ rows: Int, tensors: ArtifactTensors) throws {
        let needed: Int
        switch task {
        case .numeric, .ordinal: needed = 1
        case .binary: needed = 2
        case .categorical: needed = classNames?.count ?? rows
        }
        let named = task == .numeric || task == .ordinal ? needed : classNames?.count ?? rows
        guard rows == needed, named == rows else {
            throw AnalysisError.probeRows(
                rows, task: task, classNames: classNames, noun: tensors.noun,
                path: tensors.file.path)
        }
    }

    fileprivate func requireFeatureDimension(
        _ count: Int, because reason: String, tensors: ArtifactTensors
    ) throws {
        guard featureDimension == count else {
            throw AnalysisError.probeFeatures(
                featureDimension, needed: count, reason: reason, noun: tensors.noun,
                path: tensors.file.path)
        }
    }
}
