/// What a computation on matrices could not do.
///
/// Shapes that do not fit are a programmer's mistake and trap; this error is for what depends on
/// the numbers.
public struct TensorMathError: Error, Sendable {
    /// The kind of failure; more may come, so a `switch` over it needs a default.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The name of the code, stable between versions.
        public let rawValue: String

        /// A code of any name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// An element is NaN or infinite.
        public static let notFinite = Code(rawValue: "notFinite")
        /// An iteration did not converge.
        public static let notConverged = Code(rawValue: "notConverged")
        /// A system of equations has no unique answer.
        public static let notPositiveDefinite = Code(rawValue: "notPositiveDefinite")
        /// There was no memory for a workspace.
        public static let outOfMemory = Code(rawValue: "outOfMemory")
        /// LAPACK refused an argument, which is a mistake in this module.
        public static let routineRefused = Code(rawValue: "routineRefused")
    }

    /// The kind of failure.
    public let code: Code
    /// One sentence for a reader.
    public let message: String
    /// The row of the element that ``Code/notFinite`` is about.
    public let row: Int?
    /// The column of the element that ``Code/notFinite`` is about.
    public let column: Int?

    private init(code: Code, message: String, row: Int? = nil, column: Int? = nil) {
        self.code = code
        self.message = message
        self.row = row
        self.column = column
    }
}

extension TensorMathError {
    static func notFinite(_ value: String, row: Int, column: Int) -> TensorMathError {
        TensorMathError(
            code: .notFinite,
            message: "The element in row \(row), column \(column) is \(value): "
                + "only finite numbers can be computed with.",
            row: row, column: column)
    }

    static func eigenNotConverged(order: Int, info: Int) -> TensorMathError {
        TensorMathError(
            code: .notConverged,
            message: "The eigenvalues of a \(order) × \(order) matrix did not converge "
                + "(LAPACK says \(info)): its elements may be too large or too small.")
    }

    static func routineRefused(order: Int, argument: Int) -> TensorMathError {
        TensorMathError(
            code: .routineRefused,
            message: "The eigenvalues of a \(order) × \(order) matrix were not computed: LAPACK "
                + "refused argument \(argument) of its routine. Report this with the version of "
                + "LAPACK; it is no fault of the numbers.")
    }

    static func notPositiveDefinite(order: Int, minor: Int) -> TensorMathError {
        TensorMathError(
            code: .notPositiveDefinite,
            message: "A \(order) × \(order) system is not positive definite (minor \(minor)): "
                + "add to its diagonal.")
    }

    static func outOfMemory(order: Int) -> TensorMathError {
        TensorMathError(
            code: .outOfMemory,
            message: "There is no memory for the workspace of a \(order) × \(order) matrix.")
    }
}

extension TensorMathError: CustomStringConvertible {
    /// The sentence.
    public var description: String { message }
}
