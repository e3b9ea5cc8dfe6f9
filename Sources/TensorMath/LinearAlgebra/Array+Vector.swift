internal import CLinearAlgebra

extension [Double] {
    /// The sum of the products of elements at the same positions; lengths that differ trap.
    ///
    /// - Complexity: O(`count`).
    package func dot(_ other: [Double]) -> Double {
        precondition(count == other.count, "a dot product needs two vectors of one length")
        return unsafe withUnsafeBufferPointer { left in
            unsafe other.withUnsafeBufferPointer { right in
                guard let x = left.baseAddress, let y = right.baseAddress else { return 0 }
                return unsafe linear_algebra_ddot(Int32(count), x, y)
            }
        }
    }

    /// Adds `factor` · `other` in place; lengths that differ trap.
    ///
    /// - Complexity: O(`count`).
    package mutating func add(_ other: [Double], times factor: Double) {
        precondition(count == other.count, "a sum needs two vectors of one length")
        let length = Int32(count)
        unsafe withUnsafeMutableBufferPointer { result in
            unsafe other.withUnsafeBufferPointer { addend in
                guard let y = result.baseAddress, let x = addend.baseAddress else { return }
                unsafe linear_algebra_daxpy(length, factor, x, y)
            }
        }
    }
}
