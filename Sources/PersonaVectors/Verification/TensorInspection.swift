import Safetensors

/// What a tensor file holds and whether that agrees with what it says of itself.
struct TensorInspection: Sendable {
    /// A problem, in a sentence's second half.
    struct Problem: Sendable {
        let kind: VerificationFinding.Kind
        let text: String
    }

    /// The metadata of a file that could be read.
    private(set) var metadata: [String: String] = [:]

    /// The shape of `activations`, if it is two-dimensional.
    private(set) var shape: [Int]?

    /// Whether the file carried a digest.
    private(set) var hasDigest = false

    private(set) var problems: [Problem] = []

    /// Inspects a file.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - id: the item that the file is named for.
    ///   - readingValues: whether digest and finiteness are checked too, which reads all bytes.
    init(path: String, id: String, readingValues: Bool) {
        let tensor: TensorView
        do throws(SafetensorsError) {
            // Read, not mapped: a file that shrinks meanwhile must be a finding, not a crash.
            let file = try SafetensorsFile(path: path, access: .pread)
            metadata = file.header.metadata
            tensor = try file.tensor(ItemFolder.tensorName)
        } catch {
            add(.unreadable, error.message)
            return
        }
        guard tensor.shape.count == 2 else {
            add(.shapeDiffers, "its tensor is \(tensor.shape.described), not two-dimensional")
            return
        }
        shape = tensor.shape
        checkIdentity(id: id, dtype: tensor.dtype)
        if readingValues { checkValues(tensor) }
    }

    private mutating func add(_ kind: VerificationFinding.Kind, _ text: String) {
        problems.append(Problem(kind: kind, text: text))
    }

    private mutating func checkIdentity(id: String, dtype: TensorDType) {
        if let dtypeSaved = metadata[TensorMetadata.dtype], dtypeSaved != dtype.rawValue {
            add(.dtypeDiffers, "its tensor is \(dtype.rawValue), but \(dtypeSaved) was saved")
        }
        let recorded = metadata[TensorMetadata.id] ?? metadata[TensorMetadata.attribute]
        if let recorded, ExactString(recorded) != ExactString(id) {
            add(.misnamed, "it says that it belongs to '\(recorded.printable)'")
        }
    }

    private mutating func checkValues(_ tensor: TensorView) {
        do throws(SafetensorsError) {
            if let expected = metadata[TensorMetadata.digest] {
                hasDigest = true
                let found = SHA256Digest(of: try tensor.bytes()).hex
                if found != expected {
                    add(
                        .digestDiffers,
                        "its values have the SHA-256 \(found), but \(expected) was saved")
                }
            }
            guard tensor.dtype.isConvertibleToFloat else { return }
            let width = tensor.shape[1]
            if let index = try tensor.floats().firstIndex(where: { !$0.isFinite }) {
                add(
                    .notFinite,
                    "layer \(index / width), feature \(index % width) is NaN or infinite")
            }
        } catch {
            add(.unreadable, error.message)
        }
    }
}
