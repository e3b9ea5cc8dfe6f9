import CKernels
import TensorMath

extension DecoderPass {
    /// Rotates the new keys of a layer, normalising them first where the family does.
    func rotateKeys(
        _ base: UnsafeMutablePointer<Float>, layer: Int, _ weights: LayerWeights
    ) {
        rotate(
            RowPointer(base: base), rows: batch.tokens.count, heads: config.keyValueHeadCount,
            norm: weights.keyNorm, layer: layer, offsets: offsets)
    }

    /// The same for the queries of the active rows.
    func rotateQueries(layer: Int, _ weights: LayerWeights) {
        rotate(
            RowPointer(base: queries.base), rows: activeRows.count, heads: config.headCount,
            norm: weights.queryNorm, layer: layer, offsets: activeRows.map { offsets[$0] })
    }

    private func rotate(
        _ pointer: RowPointer, rows: Int, heads: Int, norm: FloatBuffer?, layer: Int,
        offsets: [Int]
    ) {
        guard let table = tables[config.layers[layer].rotary] else { return }
        let (size, epsilon) = (config.headSize, config.epsilon)
        runner.rows(rows) { [isa = runner.isa] row in
            let base = pointer.base + row * heads * size
            if let norm {
                for head in 0..<heads {
                    let part = base + head * size
                    pv_rms_norm(isa, part, norm.base, size, epsilon, part)
                }
            }
            let offset = offsets[row] * table.half
            pv_rotate(
                isa, base, heads, size, table.cosines.base + offset, table.sines.base + offset)
        }
    }

    /// Attention of the active rows, in blocks of rows of one sequence and one key-value head.
    func attendRows(_ layer: Int, own: OwnKeys) {
        let blocks = attentionBlocks(layer, own: own)
        let heads = config.keyValueHeadCount
        ConcurrentLoop.run(count: blocks.count * heads, threads: runner.threads) {
            [isa = runner.isa] turn in
            blocks[turn / heads].run(isa, head: turn % heads)
        }
    }

    private func attentionBlocks(_ layer: Int, own: OwnKeys) -> [AttentionBlock] {
        // Enough stacked rows to pay for rearranging the keys, few enough for their scores to stay
        // in the level-2 cache.
        let group = config.headCount / config.keyValueHeadCount
        let rowsPerBlock = max(1, 128 / group)
        var blocks: [AttentionBlock] = []
        var first = 0
        for sequence in batch.sequences {
            // Active rows rise, and so do sequences.
            var last = first
            while last < activeRows.count, activeRows[last] < sequence.upperBound { last += 1 }
            let positions = activeRows[first..<last].map { UInt32(batch.start + offsets[$0]) }
            let call = attentionCall(layer, own: own, sequence: sequence, firstQuery: first)
            for start in stride(from: 0, to: positions.count, by: rowsPerBlock) {
                blocks.append(
                    AttentionBlock(
                        call: call, positions: positions,
                        rows: start..<min(start + rowsPerBlock, positions.count)))
            }
            first = last
        }
        return blocks
    }

    private func attentionCall(
        _ layer: Int, own: OwnKeys, sequence: Range<Int>, firstQuery: Int
    ) -> pv_attention {
        let width = config.keyValueWidth
        let queryWidth = config.queryWidth
        var call = pv_attention()
        call.queries = UnsafePointer(queries.base + firstQuery * queryWidth)
        call.query_stride = queryWidth
        call.output = attended.base + firstQuery * queryWidth
        call.output_stride = queryWidth
        switch keys {
        case .kept(let cache):
            // One sequence, whose earlier positions lie before its rows in the cache.
            call.own_keys = UnsafePointer(cache.layers[layer].keys.base)
            call.own_values = UnsafePointer(cache.layers[layer].values.base)
        case .discarded(let shared):
            if let shared {
                call.shared_keys = UnsafePointer(shared.layers[layer].keys.base)
                call.shared_values = UnsafePointer(shared.layers[layer].values.base)
                call.shared_count = batch.start
            }
            call.own_keys = UnsafePointer(own.keys + sequence.lowerBound * width)
            call.own_values = UnsafePointer(own.values + sequence.lowerBound * width)
        }
        call.key_stride = width
        call.head_size = config.headSize
        call.group = config.headCount / config.keyValueHeadCount
        call.scale = config.scoreScale
        call.softcap = config.scoreSoftcap
        call.window = config.layers[layer].window ?? 0
        return call
    }
}

/// Rows that the threads of one loop share out.
private struct RowPointer: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>
}

/// Some query rows of one sequence.
///
/// `Sendable` without a check by the compiler: blocks only read what they share, each writes rows of
/// its own, and the memory outlives the loop.
private struct AttentionBlock: @unchecked Sendable {
    let call: pv_attention
    let positions: [UInt32]
    let rows: Range<Int>

    func run(_ isa: CInt, head: Int) {
        var call = call
        positions.withUnsafeBufferPointer { positions in
            call.positions = positions.baseAddress
            let count = pv_attention_scratch(isa, &call, rows.lowerBound, rows.upperBound)
            let size = MemoryLayout<Float>.stride * count
            withUnsafeTemporaryAllocation(byteCount: size, alignment: 64) { scratch in
                pv_attention_rows(
                    isa, &call, head, rows.lowerBound, rows.upperBound,
                    scratch.baseAddress?.assumingMemoryBound(to: Float.self))
            }
        }
    }
}
