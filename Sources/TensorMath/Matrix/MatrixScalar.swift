/// The elements that a ``Matrix`` can have: `Float` and `Double`, and no others.
public protocol MatrixScalar: BinaryFloatingPoint, Sendable {
    /// The linear algebra for this element type; only this module can make a value of it.
    static var routines: LinearAlgebraRoutines<Self> { get }
}
