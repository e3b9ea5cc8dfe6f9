import Foundation

/// Work done by us and by a peer, in turns.
public struct Comparison {
    /// What was done.
    public let name: String
    /// Who the peer is.
    public let peerName: String
    /// Our median run.
    public let ours: Cost
    /// The peer's median run.
    public let theirs: Cost

    /// Runs both sides `rounds` times in turns.
    ///
    /// - Throws: what `body` or the peer throws.
    public init(
        _ name: String, beside peerName: String, _ peer: Peer, rounds: Int,
        body: () throws -> Void
    ) throws {
        var (ours, theirs): ([Cost], [Cost]) = ([], [])
        for _ in 0..<rounds {
            ours.append(try Cost.measure(body))
            theirs.append(try peer.run(name))
        }
        self.init(name: name, peerName: peerName, ours: ours.median, theirs: theirs.median)
        print(row)
        // A pipe would otherwise show the table only at the end.
        fflush(nil)
    }

    private init(name: String, peerName: String, ours: Cost, theirs: Cost) {
        self.name = name
        self.peerName = peerName
        self.ours = ours
        self.theirs = theirs
    }

    /// The sum of several comparisons.
    public static func sum(_ name: String, of parts: [Comparison]) -> Comparison {
        func total(_ costs: [Cost]) -> Cost {
            Cost(
                wall: costs.reduce(0) { $0 + $1.wall }, cpu: costs.reduce(0) { $0 + $1.cpu })
        }
        return Comparison(
            name: name, peerName: "", ours: total(parts.map(\.ours)),
            theirs: total(parts.map(\.theirs)))
    }

    /// The head of the table that ``row`` belongs to.
    public static let header = """
        | work | peer | ours, CPU s | peer, CPU s | ratio, CPU | ratio, wall |
        |---|---|---|---|---|---|
        """

    /// One line of a Markdown table.
    public var row: String {
        let ratios = (theirs.cpu / ours.cpu, theirs.wall / ours.wall)
        return "| \(name) | \(peerName) | \(text(ours.cpu)) | \(text(theirs.cpu)) "
            + "| \(text(ratios.0)) | \(text(ratios.1)) |"
    }

    private func text(_ number: Double) -> String {
        String(format: number < 10 ? "%.3f" : "%.1f", number)
    }
}
