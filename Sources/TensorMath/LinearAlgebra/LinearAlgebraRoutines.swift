internal import CLinearAlgebra

/// The BLAS and LAPACK routines for one element type, as TensorMath needs them.
///
/// There is nothing to call from outside: the type lets ``Matrix`` be generic while the library
/// behind it stays private. Every routine runs on the calling thread only. The loops among them are
/// generic functions that get specialised here: from another module they would run unspecialised.
@safe
public struct LinearAlgebraRoutines<Scalar: Sendable>: Sendable {
    typealias Read = UnsafePointer<Scalar>
    typealias Write = UnsafeMutablePointer<Scalar>

    let product:
        @Sendable (
            _ transposeLeft: Bool, _ transposeRight: Bool, _ m: Int32, _ n: Int32, _ k: Int32,
            _ alpha: Scalar, _ left: Read, _ leftStride: Int32, _ right: Read,
            _ rightStride: Int32, _ beta: Scalar, _ result: Write, _ resultStride: Int32
        ) -> Void
    let symmetricProduct:
        @Sendable (_ n: Int32, _ count: Int32, _ matrix: Read, _ rows: Read, _ result: Write) ->
            Void
    let gram:
        @Sendable (
            _ transpose: Bool, _ n: Int32, _ k: Int32, _ matrix: Read, _ stride: Int32,
            _ result: Write, _ resultStride: Int32
        ) -> Void
    let eigen:
        @Sendable (_ n: Int32, _ count: Int32, _ matrix: Write, _ values: Write, Write?) -> Int32
    let solve: @Sendable (_ n: Int32, _ count: Int32, _ matrix: Write, _ sides: Write) -> Int32
    let mirror: @Sendable (_ n: Int, _ matrix: Write) -> Void
    let isFinite: @Sendable (_ elements: UnsafeBufferPointer<Scalar>) -> Bool
}

extension Float: MatrixScalar {
    /// Single precision.
    public static var routines: LinearAlgebraRoutines<Float> {
        unsafe LinearAlgebraRoutines(
            product: unsafe linear_algebra_sgemm,
            symmetricProduct: unsafe linear_algebra_ssymv, gram: unsafe linear_algebra_ssyrk,
            eigen: unsafe linear_algebra_seigen, solve: unsafe linear_algebra_ssolve,
            mirror: { unsafe mirrorLowerTriangle(order: $0, of: $1) },
            isFinite: { unsafe TensorMath.isFinite($0) })
    }
}

extension Double: MatrixScalar {
    /// Double precision.
    public static var routines: LinearAlgebraRoutines<Double> {
        unsafe LinearAlgebraRoutines(
            product: unsafe linear_algebra_dgemm,
            symmetricProduct: unsafe linear_algebra_dsymv, gram: unsafe linear_algebra_dsyrk,
            eigen: unsafe linear_algebra_deigen, solve: unsafe linear_algebra_dsolve,
            mirror: { unsafe mirrorLowerTriangle(order: $0, of: $1) },
            isFinite: { unsafe TensorMath.isFinite($0) })
    }
}
