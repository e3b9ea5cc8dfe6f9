import Testing

@testable import PersonaVectorsHub

/// What the patterns of a card mean, by the rules of `fsspec` and `datasets`.
struct GlobPatternTests {
    @Test(arguments: [
        ("a/*.parquet", "a/x.parquet", true), ("a/*.parquet", "a/b/x.parquet", false),
        ("a/**/*.parquet", "a/b/c/x.parquet", true), ("a/**/*.parquet", "a/x.parquet", true),
        ("**", "a/b/c", true), ("**/c", "a/b/c", true), ("**/b/**/d", "a/b/c/b/d", true),
        ("**/b/**/d", "a/c/d", false), ("a/**", "b/a/c", false), ("*a*b*", "xaxbx", true),
        ("*a*b*", "xbxax", false), ("*aab", "aaaab", true), ("a**b", "axxb", true),
        ("x-[0-9]*", "x-7.parquet", true), ("x-[!0-9]*", "x-7.parquet", false),
        ("x-[^0-9]", "x-a", true), ("[]]", "]", true), ("[a", "[a", true), ("?", "é", true),
        ("?", "", false), ("", "a", false), ("*", ".hidden", false), (".*", ".hidden", true),
        ("**/x", "__pycache__/x", false), ("__*/x", "__pycache__/x", true), ("*", "__x", true),
        ("*", "README.md", false), ("a/README.md", "a/README.md", true),
        ("a/*", "a/config.json", false),
    ])
    func meansTheFilesThatDatasetsFinds(pattern: String, path: String, isMatch: Bool) {
        #expect(GlobPattern(pattern).matches(path) == isMatch)
    }

    /// Patterns on which backtracking from every star would not end in a lifetime.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            (String(repeating: "*a", count: 20) + "b", String(repeating: "a", count: 60)),
            (String(repeating: "*", count: 40) + "b", String(repeating: "a", count: 60)),
            (
                String(repeating: "**/a/", count: 20) + "b",
                Array(repeating: "a", count: 60).joined(separator: "/")
            ),
            (
                String(repeating: "**/", count: 40) + "b",
                Array(repeating: "a", count: 60).joined(separator: "/")
            ),
        ])
    func aHostilePatternIsAnsweredAtOnce(pattern: String, path: String) {
        #expect(!GlobPattern(pattern).matches(path))
    }
}
