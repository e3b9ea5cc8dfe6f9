/// One turn of a conversation.
public struct ChatMessage: Hashable, Sendable {
    /// Who speaks: `system`, `user` or `assistant` for the templates of language models.
    public var role: String
    /// What is said.
    public var content: String

    /// A turn.
    public init(role: String, content: String) {
        self.role = role
        self.content = content
    }

    /// A turn with instructions for the model.
    public static func system(_ content: String) -> Self { Self(role: "system", content: content) }
    /// A turn of the user.
    public static func user(_ content: String) -> Self { Self(role: "user", content: content) }
    /// A turn of the model.
    public static func assistant(_ content: String) -> Self {
        Self(role: "assistant", content: content)
    }
}

extension Sequence<ChatMessage> {
    /// The messages for a template without a system role: a leading system message goes before the
    /// first user message, with an empty line between.
    ///
    /// A system message that is empty, or that no user message follows, is dropped.
    public func foldingSystemMessage() -> [ChatMessage] {
        var messages = Array(self)
        guard let first = messages.first, first.role == "system" else { return messages }
        messages.removeFirst()
        if !first.content.isEmpty, messages.first?.role == "user" {
            messages[0].content = first.content + "\n\n" + messages[0].content
        }
        return messages
    }
}
