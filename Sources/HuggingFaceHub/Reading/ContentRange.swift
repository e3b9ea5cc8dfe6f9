/// A `Content-Range` such as `bytes 5-9/20`.
struct ContentRange {
    let bytes: Range<Int>
    let total: Int?

    init?(_ text: String) {
        guard text.hasPrefix("bytes ") else { return nil }
        let parts = text.dropFirst(6).split(separator: "/")
        let ends = parts.first?.split(separator: "-").compactMap { Int($0) } ?? []
        guard parts.count == 2, ends.count == 2, ends[0] >= 0, ends[0] <= ends[1],
            ends[1] < Int.max
        else { return nil }
        bytes = ends[0]..<(ends[1] + 1)
        total = Int(parts[1])
    }
}
