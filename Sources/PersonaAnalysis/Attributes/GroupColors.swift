public import PersonaVectors

/// A color for each group, the same whichever samples happen to be shown first.
///
/// Groups are sorted without regard to case and take the colors in turn: the eleven that P. Tol
/// chose to be told apart by color-blind readers (Plotly's "Safe"), then two more.
///
/// - Parameter groups: the groups, in any order and any number of times.
/// - Returns: CSS colors, `rgb(r, g, b)`; from the fourteenth group on they repeat.
/// - Complexity: O(n log n).
public func groupColors(for groups: [String]) -> [ExactString: String] {
    let sorted = Set(groups.map { ExactString($0) })
        .map { (folded: Array($0.string.lowercased().unicodeScalars), name: $0) }
        .sorted { first, second in
            first.folded == second.folded
                ? first.name < second.name : first.folded.lexicographicallyPrecedes(second.folded)
        }
    return Dictionary(
        uniqueKeysWithValues: sorted.enumerated().map { position, group in
            let (red, green, blue) = groupPalette[position % groupPalette.count]
            return (group.name, "rgb(\(red), \(green), \(blue))")
        })
}

private let groupPalette: [(Int, Int, Int)] = [
    (136, 204, 238), (204, 102, 119), (221, 204, 119), (17, 119, 51), (51, 34, 136),
    (170, 68, 153), (68, 170, 153), (153, 153, 51), (136, 34, 85), (102, 17, 0), (136, 136, 136),
    (230, 159, 0), (0, 90, 181),
]
