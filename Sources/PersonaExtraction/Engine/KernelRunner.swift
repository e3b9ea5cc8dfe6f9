import CKernels
import TensorMath

/// Runs kernels on the processor's cores.
///
/// How the work is divided decides only who computes a number, never how: the results of one thread
/// and of many have the same bits.
struct KernelRunner: Sendable {
    let instructions: InstructionSet
    /// nil means one thread a core.
    let threads: Int?

    var isa: CInt { instructions.rawValue }

    /// Runs `body` for each row, a few rows a turn.
    func rows(_ count: Int, _ body: @Sendable (Int) -> Void) {
        let rowsPerTurn = 8
        let turns = (count + rowsPerTurn - 1) / rowsPerTurn
        ConcurrentLoop.run(count: turns, threads: threads) { turn in
            for row in turn * rowsPerTurn..<min((turn + 1) * rowsPerTurn, count) { body(row) }
        }
    }

    /// The rows that products take, in the form that the model's compute type asks for.
    struct Input {
        let floats: UnsafePointer<Float>
        /// The same rows rounded; nil when products are computed in float.
        let halves: UnsafePointer<UInt16>?
        let rows: Int
    }

    /// One product of the same input.
    struct Product {
        let projection: Projection
        let output: UnsafeMutablePointer<Float>
    }

    /// Computes several products of the same input, panel by panel.
    ///
    /// - Parameters:
    ///   - products: each output holds `input.rows` rows without gaps.
    ///   - input: the rows, without gaps.
    ///   - isStep: whether this is one row of generation, where reading the weights is all the cost.
    func multiply(_ products: [Product], by input: Input, isStep: Bool = false) {
        let isRow = isStep && input.rows == 1
        let width = isRow ? 64 : pv_linear_panel(isa)
        var tasks: [LinearTask] = []
        for product in products {
            let call = Self.call(product, input, isRow: isRow)
            let columns = product.projection.weights.rows
            for first in stride(from: 0, to: columns, by: width) {
                tasks.append(
                    LinearTask(call: call, first: first, last: min(first + width, columns)))
            }
        }
        let kind: LinearTask.Kind =
            isRow ? .row : input.halves == nil ? .float : .bfloat16
        ConcurrentLoop.run(count: tasks.count, threads: threads) { [tasks] index in
            tasks[index].run(isa, kind)
        }
    }

    private static func call(_ product: Product, _ input: Input, isRow: Bool) -> pv_linear {
        let weights = product.projection.weights
        let halves = isRow ? nil : input.halves
        return pv_linear(
            input: halves.map { UnsafeRawPointer($0) } ?? UnsafeRawPointer(input.floats),
            input_stride: weights.columns, rows: input.rows, depth: weights.columns,
            weights: weights.base, weights_dtype: weights.dtypeCode,
            bias: product.projection.bias.map { UnsafePointer($0.base) },
            output: product.output, output_stride: weights.rows)
    }
}

/// Some columns of a product.
///
/// `Sendable` without a check by the compiler: the memory that the call points to outlives the loop
/// that runs it, and no two tasks write the same columns.
private struct LinearTask: @unchecked Sendable {
    enum Kind {
        case float, bfloat16, row
    }

    let call: pv_linear
    let first: Int
    let last: Int

    func run(_ isa: CInt, _ kind: Kind) {
        withUnsafePointer(to: call) { call in
            switch kind {
            case .float: pv_linear_float(isa, call, first, last)
            case .bfloat16: pv_linear_bf16(isa, call, first, last)
            case .row: pv_linear_row(isa, call, first, last)
            }
        }
    }
}
