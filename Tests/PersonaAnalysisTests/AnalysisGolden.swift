import Foundation
import PersonaAnalysis
import Safetensors
import TensorMath
import Testing

/// The answers of the Python original in `Fixtures/analysis`.
enum AnalysisGolden {
    /// The value at a path of keys in `expected.json`.
    static func value(_ keys: String...) throws -> Any {
        let data = try Data(contentsOf: Fixtures.url("analysis/expected.json"))
        var value = try JSONSerialization.jsonObject(with: data)
        for key in keys { value = try #require((value as? [String: Any])?[key], "no key \(key)") }
        return value
    }

    static func number(_ value: Any?) throws -> Double {
        try #require((value as? NSNumber)?.doubleValue)
    }

    static func numbers(_ value: Any) throws -> [Double] {
        try #require(value as? [NSNumber]).map(\.doubleValue)
    }

    static func integers(_ value: Any) throws -> [Int] {
        try #require(value as? [NSNumber]).map(\.intValue)
    }

    static func rows(_ value: Any) throws -> [[Double]] {
        try #require(value as? [Any]).map(numbers)
    }

    /// A matrix in one of the tensor files; F64 is narrowed.
    static func matrix(_ file: String, _ name: String) throws -> Matrix<Float> {
        let tensor = try SafetensorsFile(path: Fixtures.url("analysis/\(file).safetensors").path)
            .tensor(name)
        return Matrix(
            rowCount: tensor.shape[0], columnCount: tensor.shape.count > 1 ? tensor.shape[1] : 1,
            values: try tensor.floats())
    }

    /// A matrix of F64 in one of the tensor files.
    static func doubles(_ file: String, _ name: String) throws -> Matrix<Double> {
        let tensor = try SafetensorsFile(path: Fixtures.url("analysis/\(file).safetensors").path)
            .tensor(name)
        let values = try tensor.bytes().withUnsafeBytes { bytes in
            (0..<bytes.count / 8).map {
                bytes.loadUnaligned(fromByteOffset: $0 * 8, as: Double.self)
            }
        }
        return Matrix(rowCount: tensor.shape[0], columnCount: tensor.shape[1], values: values)
    }
}

extension RealData {
    /// The samples of one layer of the templated variant, as they are.
    static func layer(_ layer: Int) throws -> Matrix<Float> {
        try samples("templated").samples.matrix(layer: layer)
    }
}

extension Matrix {
    /// The largest absolute difference between two matrices of one shape.
    func distance(to other: Matrix) -> Scalar {
        zip(values, other.values).reduce(0) { Swift.max($0, abs($1.0 - $1.1)) }
    }
}
