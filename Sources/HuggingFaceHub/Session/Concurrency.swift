extension Array where Element: Sendable {
    /// Maps with at most `limit` calls under way; the first failure cancels the others.
    func mapConcurrently<Result: Sendable>(
        limit: Int, _ transform: @escaping @Sendable (Element) async throws -> Result
    ) async throws -> [Result] {
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var results = [Result?](repeating: nil, count: count)
            for (index, element) in enumerated() {
                if index >= Swift.max(limit, 1), let (done, result) = try await group.next() {
                    results[done] = result
                }
                group.addTask { (index, try await transform(element)) }
            }
            for try await (done, result) in group { results[done] = result }
            return results.compactMap { $0 }
        }
    }
}
