import PersonaVectors
import Safetensors

/// One answer of a worker: a JSON object, and tensors.
struct WorkerAnswer: Sendable {
    let facts: JSONObject
    let payload: [UInt8]
    let python: String

    func count(_ key: ExactString) throws(ExtractionError) -> Int {
        guard let value = facts[key]?.integerValue, value > 0 else {
            throw .workerAnswer(python, reason: "no '\(key.string)' that is a positive number")
        }
        return value
    }

    func text(_ key: ExactString) -> String {
        facts[key]?.stringValue ?? ""
    }

    /// A tensor's values.
    ///
    /// - Throws: ``ExtractionError`` with code `workerFailed` when it is missing or has another
    ///   shape.
    func floats(_ name: String, shape: [Int]) throws(ExtractionError) -> [Float] {
        let tensor: TensorView
        let values: [Float]
        do throws(SafetensorsError) {
            tensor = try SafetensorsFile(bytes: payload, path: "the worker's answer").tensor(name)
            values = try tensor.floats()
        } catch {
            throw .workerAnswer(python, reason: error.message)
        }
        guard tensor.shape == shape else {
            throw .workerAnswer(
                python, reason: "'\(name)' has the shape \(tensor.shape), not \(shape)")
        }
        return values
    }
}
