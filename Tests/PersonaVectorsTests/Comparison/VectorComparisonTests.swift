import Foundation
import Safetensors
import Testing

@testable import PersonaVectors

@Suite struct VectorComparisonTests {
    private func vector(_ rows: [[Float]]) throws -> PersonaVector {
        try PersonaVector(layers: rows)
    }

    @Test func measuresEachLayer() throws {
        let left = try vector([[1, 0], [3, 4], [1, 1]])
        let right = try vector([[0, 1], [3, 4], [-2, -2]])
        let comparison = try left.compared(to: right)
        #expect(!comparison.isIdentical)
        // Perpendicular, the same, opposite; √2·√8 is exact to one unit in the last place.
        #expect(comparison.cosines[0] == 0 && comparison.cosines[1] == 1)
        #expect(abs(comparison.cosines[2] + 1) < 1e-15)
        #expect(comparison.largestDifferences == [1, 0, 3])
        #expect(comparison.layerOfLargestDifference == 2)
        #expect(comparison.largestDifference == 3)
        #expect(comparison.agrees(within: 3) && !comparison.agrees(within: 2.9))
    }

    @Test func namesTheFirstLayerOfEquals() throws {
        let comparison = try vector([[0], [1], [1]]).compared(to: vector([[0], [0], [0]]))
        #expect(comparison.layerOfLargestDifference == 1)
    }

    @Test func notANumberIsTheLargestDifference() throws {
        let comparison = try vector([[9], [.nan]]).compared(to: vector([[0], [1]]))
        #expect(comparison.layerOfLargestDifference == 1)
        #expect(comparison.largestDifference?.isNaN == true)
        #expect(!comparison.agrees(within: 100))
    }

    @Test func identicalBitsAgreeWhateverTheyMean() throws {
        let odd = try vector([[.nan, .infinity]])
        let comparison = try odd.compared(to: odd)
        #expect(comparison.isIdentical && comparison.agrees(within: 0))
    }

    @Test func zeroRowsHaveNoDirection() throws {
        let comparison = try vector([[0, 0]]).compared(to: vector([[0, 0]]))
        #expect(comparison.cosines[0].isNaN)
        #expect(comparison.largestDifferences == [0])
    }

    @Test func otherShapesAreNotMeasured() throws {
        let comparison = try vector([[1, 2]]).compared(to: vector([[1], [2]]))
        #expect(comparison.cosines.isEmpty && comparison.largestDifference == nil)
        #expect(!comparison.isIdentical && !comparison.agrees(within: 10))
    }

    @Test func otherDTypesAreNotIdentical() throws {
        let half = try PersonaVector(
            bytes: [0, 0x3C], dtype: .float16, layerCount: 1, hiddenSize: 1)
        let comparison = try vector([[1]]).compared(to: half)
        #expect(!comparison.isIdentical)
        #expect(comparison.largestDifference == 0)
        #expect(comparison.agrees(within: 0))
    }

    @Test func comparesStores() throws {
        let (one, two) = (try TemporaryFolder(), try TemporaryFolder())
        let left = try PersonaVectorStore.test(one.url)
        let right = try PersonaVectorStore.test(two.url)
        for store in [left, right] { try store.save("same", sampleIDs: ["s"]) }
        try left.save("left")
        // Equal to Unicode, two ids to the format.
        try left.save("\u{E9}")
        try right.save("e\u{301}")
        try left.save("near", value: 1)
        try right.save("near", value: 1.5)
        try left.save("name", name: "A")
        try right.save("name", name: "B")
        let comparison = try left.compare(.templated, with: right)
        #expect(comparison.onlyLeft == ["left", "\u{E9}"])
        #expect(comparison.onlyRight == ["e\u{301}"])
        #expect(comparison.differences.map(\.personaID) == ["name", "near"])
        #expect(comparison.differences.map(\.hasOtherName) == [true, false])
        #expect(comparison.equalCount == 1)
        let near = try left.compare(
            .templated, with: right, personaIDs: ["near", "same"], tolerance: 0.5)
        #expect(near.isEqual && near.equalCount == 2)
        #expect(try left.compare(.biography, with: right).isEqual)
    }

    @Test func summarizesLayers() throws {
        let summaries = try vector([[3, 4], [-1, .nan]]).layerSummaries(layers: [1, 0])
        #expect(summaries[1].norm == 5 && summaries[1].mean == 3.5)
        #expect(summaries[1].smallest == 3 && summaries[1].largest == 4)
        #expect(summaries[0].norm.isNaN)
        #expect(summaries[0].smallest == -1 && summaries[0].largest == -1)
    }

    @Test func dropsTheFirstRow() throws {
        let rest = try vector([[1, 2], [3, 4]]).droppingFirstRow()
        #expect(try rest.layerCount == 1 && rest.floats() == [3, 4])
        let error = #expect(throws: ArtifactError.self) { try rest.droppingFirstRow() }
        #expect(error?.code == .invalidShape)
    }
}
