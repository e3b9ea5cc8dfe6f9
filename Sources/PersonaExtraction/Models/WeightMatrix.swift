import CKernels
import Safetensors

/// A matrix of weights where it lies in its mapped file: `rows` × `columns`, row after row.
///
/// `Sendable` without a check by the compiler: the bytes are read-only and mapped for as long as
/// `view` is alive, so the address that it gave stays good.
struct WeightMatrix: @unchecked Sendable {
    let rows: Int
    let columns: Int
    /// The kernels' number of the dtype.
    let dtypeCode: CInt
    let base: UnsafeRawPointer
    private let view: TensorView

    var dtype: TensorDType { view.dtype }

    /// - Throws: ``ExtractionError`` with code `invalidWeights` for another shape or dtype.
    init(_ name: String, rows: Int, columns: Int, in folder: ModelFolder) throws(ExtractionError) {
        guard let view = folder.tensor(name) else {
            throw .weightMissing(name, folder: folder.path)
        }
        guard view.shape == [rows, columns] else {
            throw .weightShape(
                name, found: view.shape, needed: [rows, columns], folder: folder.path)
        }
        self.view = view
        self.rows = rows
        self.columns = columns
        dtypeCode = try Self.code(of: view, folder: folder.path)
        guard let base = try? view.withBytes({ $0.baseAddress }) else {
            throw .weightMissing(name, folder: folder.path)
        }
        self.base = base
    }

    /// The kernels' number of a tensor's dtype.
    static func code(of view: TensorView, folder: String) throws(ExtractionError) -> CInt {
        switch view.dtype {
        case .float32: CInt(PV_DTYPE_F32)
        case .float16: CInt(PV_DTYPE_F16)
        case .bfloat16: CInt(PV_DTYPE_BF16)
        default: throw .weightDType(view.info.name, view.dtype, folder: folder)
        }
    }

    /// The address of a row.
    func row(_ index: Int) -> UnsafeRawPointer {
        base + index * columns * (dtypeCode == CInt(PV_DTYPE_F32) ? 4 : 2)
    }
}

extension ModelFolder {
    /// A short tensor as floats, such as a norm or a bias; nil when it is not there.
    func vector(_ name: String, count: Int) throws(ExtractionError) -> [Float]? {
        guard let view = tensor(name) else { return nil }
        guard view.shape == [count] else {
            throw .weightShape(name, found: view.shape, needed: [count], folder: path)
        }
        _ = try WeightMatrix.code(of: view, folder: path)
        do throws(SafetensorsError) {
            return try view.floats()
        } catch {
            throw .weightsUnreadable(error)
        }
    }
}
