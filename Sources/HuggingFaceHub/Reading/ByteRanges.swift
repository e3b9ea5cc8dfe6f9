/// Arithmetic on sets of byte ranges, kept sorted and apart.
package struct ByteRanges: Equatable, Sendable {
    /// The ranges: sorted, not empty, with gaps between them.
    package private(set) var ranges: [Range<Int>]

    /// The union of any ranges.
    package init(_ ranges: some Sequence<Range<Int>>) {
        self.init(ranges, mergingGapsUpTo: 0)
    }

    /// The union, with neighbours that are at most `gap` bytes apart made one: a few bytes too
    /// many cost less than a request.
    package init(_ ranges: some Sequence<Range<Int>>, mergingGapsUpTo gap: Int) {
        self.ranges = []
        let sorted = ranges.filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound }
        for range in sorted {
            if let last = self.ranges.last, range.lowerBound - last.upperBound <= gap {
                let end = Swift.max(last.upperBound, range.upperBound)
                self.ranges[self.ranges.count - 1] = last.lowerBound..<end
            } else {
                self.ranges.append(range)
            }
        }
    }

    /// How many bytes are in the set.
    package var byteCount: Int { ranges.reduce(0) { $0 + $1.count } }

    /// What is in this set and not in the other.
    ///
    /// - Complexity: O(ranges of both).
    package func subtracting(_ other: ByteRanges) -> ByteRanges {
        var left: [Range<Int>] = []
        var first = 0
        for range in ranges {
            while first < other.ranges.count, other.ranges[first].upperBound <= range.lowerBound {
                first += 1
            }
            var start = range.lowerBound
            for hole in other.ranges[first...].prefix(while: { $0.lowerBound < range.upperBound }) {
                if hole.lowerBound > start { left.append(start..<hole.lowerBound) }
                start = Swift.max(start, hole.upperBound)
            }
            if start < range.upperBound { left.append(start..<range.upperBound) }
        }
        return ByteRanges(left)
    }

    /// Whether all of a range is in the set.
    package func contains(_ range: Range<Int>) -> Bool {
        ByteRanges([range]).subtracting(self).ranges.isEmpty
    }

    /// The same bytes in ranges of at most `size`.
    package func split(into size: Int) -> [Range<Int>] {
        ranges.flatMap { range in
            stride(from: range.lowerBound, to: range.upperBound, by: size).map {
                $0..<($0 + Swift.min(size, range.upperBound - $0))
            }
        }
    }
}
