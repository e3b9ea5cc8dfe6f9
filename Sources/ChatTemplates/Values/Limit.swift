/// What one template and one rendering may use: far beyond any chat, and a few seconds of work.
enum Limit {
    /// Statements, parts of expressions, turns of loops, and every ``bytesPerStep`` read or made.
    static let steps = 2_000_000
    static let bytesPerStep = 256
    /// The bytes of a text, and of a value with all that is in it.
    static let bytes = 64 << 20
    /// How deep a rendering may go, macros, statements and expressions together; this and the
    /// depths below have room in ``OwnStack``.
    static let nesting = 300
    /// How deep values may lie in one another.
    static let valueNesting = 100
    /// How deep blocks and brackets may lie in one another.
    static let blocks = 100
    /// How many operators, filters and members one tag may have; each makes its tree deeper.
    static let operators = 250
    /// The spaces of an indentation.
    static let indentation = 1000
    static let rangeLength = 100_000
}
