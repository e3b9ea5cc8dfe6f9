import PersonaAnalysis
import TensorMath
import Testing

@Suite struct ExtremePairsTests {
    static let similarities = Matrix<Float>(
        rows: [[1, 0.5, -0.5, 0.9], [0.5, 1, 0.5, 0], [-0.5, 0.5, 1, -1], [0.9, 0, -1, 1]])
    static let all = [[0, 3], [0, 1], [1, 2], [1, 3], [0, 2], [2, 3]]

    @Test(arguments: [
        (1, [[0, 3], [2, 3]]), (2, [[0, 3], [0, 1], [0, 2], [2, 3]]), (3, all), (99, all), (0, []),
        (-1, []), (.max, all),
    ])
    func findsBothEnds(_ count: Int, _ expected: [[Int]]) {
        let pairs = extremePairs(in: Self.similarities, count: count)
        #expect(pairs.map { [$0.first, $0.second] } == expected)
        for pair in pairs {
            #expect(pair.similarity == Self.similarities[pair.first, pair.second])
        }
    }

    @Test func sharesAddUp() {
        #expect(cumulativeShares([0.5, 0.25, 0.125]) == [0.5, 0.75, 0.875])
        #expect(cumulativeShares([]) == [])
    }
}
