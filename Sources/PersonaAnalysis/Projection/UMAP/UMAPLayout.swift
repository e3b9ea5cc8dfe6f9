import Foundation
import TensorMath

/// UMAP's layout: edges pull their samples together, random samples push each other away, by
/// stochastic gradient descent with a falling rate.
struct UMAPLayout {
    /// `sampleCount` × `dimension` coordinates.
    private(set) var positions: [Float]

    private let dimension: Int
    private let sampleCount: Int
    private let epochCount: Int
    private let curve: AttractionCurve
    private var edges: [LayoutEdge]
    private var generators: [Tausworthe]

    init(graph: FuzzyGraph, sampleCount: Int, options: UMAPOptions, epochCount: Int) {
        var generator = MersenneTwister(seed: options.seed)
        curve = AttractionCurve(minimumDistance: options.minimumDistance)
        dimension = options.componentCount
        self.sampleCount = sampleCount
        self.epochCount = epochCount
        let heaviest = graph.edges.reduce(0) { max($0, $1.weight) }
        // An edge too weak to be visited once in all rounds is left out.
        edges = graph.edges.compactMap { edge in
            guard edge.weight * Double(epochCount) >= heaviest, heaviest > 0 else { return nil }
            return LayoutEdge(
                head: Int32(edge.head), tail: Int32(edge.tail), period: heaviest / edge.weight)
        }
        positions = Self.firstPositions(
            sampleCount: sampleCount, dimension: dimension, generator: &generator)
        generators = (0..<sampleCount).map { _ in Tausworthe(seededBy: &generator) }
    }

    /// Uniform in a cube, stretched so that every coordinate runs from 0 to 10.
    private static func firstPositions(
        sampleCount: Int, dimension: Int, generator: inout MersenneTwister
    ) -> [Float] {
        let drawn = (0..<sampleCount * dimension).map { _ in generator.randomSample() }
        var positions = [Float](repeating: 0, count: drawn.count)
        for axis in 0..<dimension {
            let column = stride(from: axis, to: drawn.count, by: dimension).map { drawn[$0] }
            let (low, high) = (column.min() ?? 0, column.max() ?? 1)
            for (sample, value) in column.enumerated() {
                positions[sample * dimension + axis] = Float(10 * (value - low) / (high - low))
            }
        }
        return positions
    }

    /// Runs all rounds.
    mutating func run() {
        let forces = LayoutForces(dimension: dimension, curve: curve)
        let (epochCount, sampleCount) = (epochCount, sampleCount)
        positions.withUnsafeMutableBufferPointer { positions in
            for epoch in 0..<epochCount {
                let rate = 1 - Float(max(0, epoch - 1)) / Float(epochCount)
                for index in edges.indices where edges[index].nextVisit <= Double(epoch) {
                    let (head, tail) = (Int(edges[index].head), Int(edges[index].tail))
                    forces.attract(head, tail, rate: rate, in: positions)
                    for _ in 0..<edges[index].visit(epoch: epoch) {
                        let other = generators[head].next(below: sampleCount)
                        forces.repel(head, from: other, rate: rate, in: positions)
                    }
                }
            }
        }
    }
}
