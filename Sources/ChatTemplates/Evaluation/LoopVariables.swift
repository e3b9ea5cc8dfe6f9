/// What a loop knows of itself under the name `loop`.
enum LoopVariables {
    /// What they count for, in bytes: as much as a dozen of other things.
    static let cost = 12 * Limit.bytesPerStep

    /// The variables in the turn for the item at `index`.
    ///
    /// - Throws: ``ChatTemplateError`` when the items beside it are too large.
    static func at(
        _ index: Int, of items: [TemplateValue]
    ) throws(ChatTemplateError) -> TemplateDictionary {
        var variables = TemplateDictionary()
        try variables.set("index", .integer(index + 1))
        try variables.set("index0", .integer(index))
        try variables.set("revindex", .integer(items.count - index))
        try variables.set("revindex0", .integer(items.count - index - 1))
        try variables.set("first", .bool(index == 0))
        try variables.set("last", .bool(index == items.count - 1))
        try variables.set("length", .integer(items.count))
        try variables.set("depth", .integer(1))
        try variables.set("depth0", .integer(0))
        // They are there, but to call them is refused.
        try variables.set("cycle", .function("loop.cycle"))
        try variables.set("changed", .function("loop.changed"))
        let previous = index > 0 ? items[index - 1] : .undefined("there is no previous item")
        try variables.set("previtem", previous)
        let isLast = index + 1 == items.count
        try variables.set(
            "nextitem", isLast ? .undefined("there is no next item") : items[index + 1])
        return variables
    }
}
