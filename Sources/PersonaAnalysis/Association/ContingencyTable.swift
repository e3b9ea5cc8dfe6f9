import PersonaVectors

/// How often each value of one attribute meets each value of another.
struct ContingencyTable {
    private let counts: [[Double]]
    private let rowSums: [Double]
    private let columnSums: [Double]
    private let total: Double

    init(_ first: [String], _ second: [String]) {
        let (first, second) = (first.map { ExactString($0) }, second.map { ExactString($0) })
        let rowNumbers = Self.numbers(of: first)
        let columnNumbers = Self.numbers(of: second)
        var counts = [[Double]](
            repeating: Array(repeating: 0, count: columnNumbers.count), count: rowNumbers.count)
        for (one, other) in zip(first, second) {
            if let row = rowNumbers[one], let column = columnNumbers[other] {
                counts[row][column] += 1
            }
        }
        self.counts = counts
        rowSums = counts.map { $0.reduce(0, +) }
        columnSums = columnNumbers.values.sorted().map { column in
            counts.reduce(0) { $0 + $1[column] }
        }
        total = Double(first.count)
    }

    func cramersV(_ correction: AssociationCorrection) -> Double? {
        let (rows, columns) = (Double(rowSums.count), Double(columnSums.count))
        guard rows > 1, columns > 1 else { return nil }
        let meanSquare = chiSquared(continuous: correction == .yates) / total
        guard correction == .bergsma else {
            return (meanSquare / (min(rows, columns) - 1)).squareRoot()
        }
        // What independence would give on average is subtracted, and so from the sizes too.
        let freedom = (rows - 1) * (columns - 1) / (total - 1)
        let correctedRows = rows - (rows - 1) * (rows - 1) / (total - 1)
        let correctedColumns = columns - (columns - 1) * (columns - 1) / (total - 1)
        let size = min(correctedRows, correctedColumns) - 1
        guard size > 0 else { return nil }
        return (max(0, meanSquare - freedom) / size).squareRoot()
    }

    /// Pearson's χ²; with `continuous`, on 2 × 2 tables, each difference is half a case smaller.
    private func chiSquared(continuous: Bool) -> Double {
        let correctable = continuous && rowSums.count == 2 && columnSums.count == 2
        var sum = 0.0
        for (row, rowSum) in rowSums.enumerated() {
            for (column, columnSum) in columnSums.enumerated() {
                let expected = rowSum * columnSum / total
                let difference = abs(counts[row][column] - expected)
                let reduced = difference - (correctable ? min(0.5, difference) : 0)
                sum += reduced * reduced / expected
            }
        }
        return sum
    }

    /// A number for each distinct value, in order of first sight: the sums are then the same
    /// whatever the hash seed of the process.
    private static func numbers(of column: [ExactString]) -> [ExactString: Int] {
        var numbers: [ExactString: Int] = [:]
        for value in column where numbers[value] == nil { numbers[value] = numbers.count }
        return numbers
    }
}
