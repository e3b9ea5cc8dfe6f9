import AlignedMemory
import PersonaAnalysis
import PersonaVectors
import TensorMath
import Testing

@Suite struct LayeredSamplesTests {
    /// Two personas, the layers 3 and 5, two features: 0, 1, … with one value replaced.
    func samples(
        replacing index: Int? = nil, with value: Float = 0, ids: [String]? = nil
    ) -> LayeredSamples {
        let values = AlignedFloats(count: 8) { buffer in
            for position in 0..<8 {
                buffer.initializeElement(
                    at: position, to: position == index ? value : Float(position))
            }
        }
        let block = PersonaVectorBlock(
            values: values, personaCount: 2, layers: [3, 5], hiddenSize: 2)
        return LayeredSamples(block: block, labels: ["Ada", "Bo"], hoverText: ["", ""], ids: ids)
    }

    @Test func cutsOutOneLayer() throws {
        #expect(try samples().matrix(layer: 3) == Matrix(rows: [[0, 1], [4, 5]]))
        #expect(try samples().matrix(layer: 5) == Matrix(rows: [[2, 3], [6, 7]]))
    }

    @Test(arguments: [1, 4])
    func mapsLayersInTheOrderAskedFor(_ threads: Int) throws {
        let first = try samples().mapLayers([5, 3], threads: threads) { layer, matrix in
            "\(layer): \(matrix[0, 0])"
        }
        #expect(first == ["5: 2.0", "3: 0.0"])
    }

    @Test func refusesALayerThatWasNotLoaded() {
        let error = #expect(throws: AnalysisError.self) { try samples().matrix(layer: 4) }
        #expect(error?.code == .notFound)
        #expect(error?.message == "Layer 4 was not loaded; the samples have the layers 3, 5.")
    }

    @Test func namesPersonaAndLayerOfANaN() {
        let error = #expect(throws: AnalysisError.self) {
            try samples(replacing: 6, with: .nan).mapLayers { _, _ in 0 }
        }
        #expect(
            error?.message
                == "The vector of 'Bo' (sample 1) is nan in layer 5, feature 0: only finite "
                + "numbers can be analysed. Leave it out or extract it again.")
        let named = #expect(throws: AnalysisError.self) {
            try samples(replacing: 6, with: .nan, ids: ["a-1", "b-2"]).matrix(layer: 5)
        }
        #expect(
            named?.message
                == "The vector of 'Bo' (id 'b-2') is nan in layer 5, feature 0: only finite numbers "
                + "can be analysed. Leave it out or extract it again.")
    }
}
