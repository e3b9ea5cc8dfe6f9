import Foundation

/// Cosines and sines of the positions of a pass, row after row.
final class RotaryTable: Sendable {
    let cosines: FloatBuffer
    let sines: FloatBuffer
    let half: Int

    init(frequencies: [Float], positions: Range<Int>) {
        half = frequencies.count
        cosines = FloatBuffer(count: positions.count * half)
        sines = FloatBuffer(count: positions.count * half)
        for (row, position) in positions.enumerated() {
            for (index, frequency) in frequencies.enumerated() {
                // Rounded to float before the cosine, as transformers does: the angle of a far
                // position depends on it.
                let angle = Double(Float(position) * frequency)
                cosines.base[row * half + index] = Float(cos(angle))
                sines.base[row * half + index] = Float(sin(angle))
            }
        }
    }
}
