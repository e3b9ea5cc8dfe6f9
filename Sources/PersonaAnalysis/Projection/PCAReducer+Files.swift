public import Foundation
import PersonaVectors
import Safetensors
import TensorMath

/// Saves a reducer in a folder, replacing one that is there.
///
/// ```text
/// <folder>/reducer.json         method, sizes, explained variance
///          weights.safetensors  components [k, features], mean [features], and with
///                               normalization preparation_mean [features]; all F32
/// ```
///
/// - Parameters:
///   - reducer: the reducer.
///   - folder: need not exist.
/// - Throws: ``AnalysisError`` with code `notWritten`; no file is half written then.
public func savePCAReducer(_ reducer: PCAReducer, in folder: URL) throws {
    try PCAReducer.files(at: folder).write(reducer.tensors, description: reducer.json)
}

/// Loads a reducer and checks that its parts fit each other.
///
/// - Parameter location: the reducer's folder, or either of its files.
/// - Returns: the reducer; it transforms samples to the same bits as the one saved.
/// - Throws: ``AnalysisError`` with code `notFound` when a file is missing; `invalidArtifact` when
///   `reducer.json` is no JSON object of schema 1, when a tensor is missing, has a shape that does
///   not fit, or holds NaN or an infinity. Keys and tensors that are not known are not an error.
public func loadPCAReducer(at location: URL) throws -> PCAReducer {
    let (fields, tensors) = try PCAReducer.files(at: location).read()
    return try PCAReducer(fields, tensors)
}

extension PCAReducer {
    private static let schemaVersion = 1
    private static let method = "pca"

    fileprivate static func files(at location: URL) -> ArtifactFiles {
        ArtifactFiles(
            noun: "PCA reducer", tensorsName: "weights.safetensors",
            descriptionName: "reducer.json", at: location)
    }

    fileprivate var json: JSONObject {
        [
            "schema_version": .integer(Self.schemaVersion),
            "method": .string(Self.method),
            "component_count": .integer(componentCount),
            "feature_count": .integer(featureCount),
            "normalized": .bool(isNormalized),
            "explained_variance_ratios": .array(explainedVarianceRatios.map { .double($0) }),
        ]
    }

    fileprivate var tensors: [TensorToWrite] {
        var tensors = [
            TensorToWrite(
                name: "components", shape: [componentCount, featureCount],
                floats: components.values),
            TensorToWrite(name: "mean", shape: [featureCount], floats: mean),
        ]
        if let preparationMean {
            tensors.append(
                TensorToWrite(
                    name: "preparation_mean", shape: [featureCount], floats: preparationMean))
        }
        return tensors
    }

    fileprivate init(_ fields: ArtifactFields, _ tensors: ArtifactTensors) throws {
        guard try fields.count("schema_version") == Self.schemaVersion else {
            throw fields.wrong("schema_version", needed: "\(Self.schemaVersion)")
        }
        guard try fields.string("method") == Self.method else {
            throw fields.wrong("method", needed: "'\(Self.method)'")
        }
        let componentCount = try fields.count("component_count")
        let featureCount = try fields.count("feature_count")
        let reason = "'feature_count' values"
        guard case .bool(let isNormalized) = fields.object["normalized"] else {
            throw fields.wrong("normalized", needed: "true or false")
        }
        preparationMean =
            isNormalized
            ? try tensors.floats("preparation_mean", shape: [featureCount], because: reason) : nil
        mean = try tensors.floats("mean", shape: [featureCount], because: reason)
        components = Matrix(
            rowCount: componentCount, columnCount: featureCount,
            values: try tensors.floats(
                "components", shape: [componentCount, featureCount],
                because: "'component_count' rows of 'feature_count' values"))
        let ratios = fields.object["explained_variance_ratios"]?.arrayValue?
            .compactMap(\.doubleValue)
        guard let ratios, ratios.count == componentCount, ratios.allSatisfy(\.isFinite) else {
            throw fields.wrong(
                "explained_variance_ratios", needed: "a list of 'component_count' numbers")
        }
        explainedVarianceRatios = ratios
    }
}
