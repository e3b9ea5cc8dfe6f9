import CKernels

/// The instructions that the kernels use; what the processor has is found out at run time.
package enum InstructionSet: CInt, CaseIterable, Comparable, Sendable {
    /// SSE2 on x86-64, NEON on arm64.
    case plain
    case avx2
    case avx512
    case avx512BFloat16

    /// What this processor can run, slowest first.
    package static var supported: [InstructionSet] {
        allCases.filter { pv_isa_supported($0.rawValue) }
    }

    /// The fastest that this processor can run.
    package static var best: InstructionSet { supported.last ?? .plain }

    /// Whether pairs of bfloat16 are multiplied by an instruction of their own.
    package var multipliesBFloat16: Bool { pv_isa_has_bf16(rawValue) }

    package static func < (left: InstructionSet, right: InstructionSet) -> Bool {
        left.rawValue < right.rawValue
    }
}
