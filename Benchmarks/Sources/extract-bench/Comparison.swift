import Foundation
import PersonaExtraction

/// The same work done by both sides in turn.
struct Comparison {
    let backend: NativeBackend
    let peer: Peer
    let name: String

    /// A text whose last 100 tokens are averaged.
    static func text(_ count: Int) -> ActivationRequest {
        ActivationRequest(
            tokens: tokens(count, seed: 1), selections: [Array(count - 100..<count)])
    }

    static func tokens(_ count: Int, seed: Int) -> [Int] {
        (0..<count).map { (seed * 7919 + $0 * 104_729) % 150_000 }
    }

    func row(_ work: String, _ ours: Seconds, _ theirs: Seconds, note: String = "") {
        say(
            String(
                format: "| %@, %@ | %.3f s cpu, %.3f s wall | %.3f s cpu, %.3f s wall | %.2f%@ |",
                name, work, ours.cpu, ours.wall, theirs.cpu, theirs.wall, theirs.cpu / ours.cpu,
                note))
    }

    func prefill(tokens: Int) async throws {
        var (ours, theirs): ([Seconds], [Seconds]) = ([], [])
        for _ in 0..<5 {
            ours.append(
                try await Seconds.of {
                    _ = try await backend.activations(for: [Self.text(tokens)])
                })
            theirs.append(try peer.time(#"{"prefill": \#(tokens)}"#))
        }
        let best = Seconds.best(ours)
        row(
            "\(tokens) tokens, all layers", best, Seconds.best(theirs),
            note: String(format: ", %.0f tokens a core second", Double(tokens) / best.cpu))
    }

    /// Question and answer pairs behind each prefix.
    ///
    /// The peer is timed on four of them, whose cost is that of any other, and its time multiplied.
    func persona(prefixes: [Int], pairs: Int, suffix: Int) async throws {
        var ours = Seconds(wall: 0, cpu: 0)
        var theirs = ours
        let measured = 4
        for prefix in prefixes {
            let start = Self.tokens(prefix, seed: 2)
            let requests = (0..<pairs).map { pair in
                ActivationRequest(
                    tokens: start + Self.tokens(suffix, seed: 3 + pair),
                    selections: [Array(prefix + suffix - 80..<prefix + suffix)])
            }
            let time = try await Seconds.of {
                _ = try await backend.activations(for: requests)
            }
            let peerTime = try peer.time(#"{"pairs": [\#(prefix), \#(suffix), \#(measured)]}"#)
            let scale = Double(pairs) / Double(measured)
            ours = Seconds(wall: ours.wall + time.wall, cpu: ours.cpu + time.cpu)
            theirs = Seconds(
                wall: theirs.wall + scale * peerTime.wall, cpu: theirs.cpu + scale * peerTime.cpu)
        }
        row("a persona of \(pairs) pairs, prefixes \(prefixes)", ours, theirs)
    }

    func generate(prompt: Int, new: Int) async throws {
        let options = GenerationOptions(maximumCount: new, endTokens: [])
        let ours = try await Seconds.of {
            _ = try await backend.generate(from: Self.tokens(prompt, seed: 4), options: options)
        }
        row("\(new) new tokens", ours, try peer.time(#"{"generate": [\#(prompt), \#(new)]}"#))
    }
}
