package import Foundation
import Safetensors

/// Digests that tell the weights of models apart.
package enum ModelDigest {
    /// The digest of a folder's configuration and weights, whether or not the native engine knows its
    /// architecture.
    ///
    /// - Parameter folder: holds `config.json` and weights as safetensors, else as what PyTorch
    ///   pickles; other formats beside them do not count.
    /// - Returns: 64 hexadecimal digits; for a model that the native engine reads, the same as
    ///   ``NativeBackend/weightsDigest()`` where no other safetensors files lie beside its weights.
    /// - Throws: what the file system says, ``/Safetensors/SafetensorsError`` when a file cannot be
    ///   read.
    /// - Complexity: O(bytes of the weights).
    package static func ofWeights(in folder: URL) throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        let tensors = names.filter { $0.hasSuffix(".safetensors") }
        let weights =
            tensors.isEmpty ? names.filter { $0.hasSuffix(".bin") || $0.hasSuffix(".pt") } : tensors
        let config = names.filter { $0 == "config.json" }
        return try of((config + weights).map { folder.path + "/" + $0 })
    }

    /// The digest of files, in the order given.
    static func of(_ paths: [String]) throws -> String {
        let digests = try paths.map { try SHA256Digest(ofFile: $0).hex }
        return SHA256Digest(of: Array(digests.joined(separator: "\n").utf8)).hex
    }

    /// The files of a GGUF model: the one named, or all of `name-00001-of-00003.gguf` and so on.
    static func ggufParts(of path: String) -> [String] {
        let ending = /-00001-of-([0-9]{5})\.gguf$/
        guard let match = path.firstMatch(of: ending), let count = Int(match.1), count > 0 else {
            return [path]
        }
        let start = path[..<match.range.lowerBound]
        return (1...count).map { number in
            let digits = String(number)
            return start + "-" + String(repeating: "0", count: 5 - digits.count) + digits
                + "-of-\(match.1).gguf"
        }
    }
}
