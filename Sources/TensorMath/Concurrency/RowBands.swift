/// Rows split into bands of a fixed height.
///
/// The height never depends on the number of threads: the same bands go to the same routines, so
/// the answer has the same bits however many threads share them.
struct RowBands {
    /// High enough for BLAS to run at full speed, low enough to share a thousand rows.
    static let height = 256

    let rowCount: Int

    var count: Int { (rowCount + Self.height - 1) / Self.height }

    subscript(band: Int) -> Range<Int> {
        band * Self.height..<Swift.min((band + 1) * Self.height, rowCount)
    }
}
