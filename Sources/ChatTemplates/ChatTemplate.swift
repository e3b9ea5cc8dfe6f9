public import Foundation

/// The template by which a model's conversations become text.
///
/// Understands the part of Jinja that chat templates use, with the settings of `transformers`:
/// `trim_blocks`, `lstrip_blocks`, no escaping, `raise_exception`, `strftime_now`, and a `tojson`
/// that leaves everything but quotes and controls as it is. Rendering is the same, code point for
/// code point (compared with Jinja 3.1.6); what is not understood is refused with a sentence.
///
/// Templates come from strangers: nothing they do reaches outside the text, and a rendering is
/// bounded to two million steps, each a part of an expression or 256 bytes read or made, to texts
/// and values of 64 MiB, and to a depth of 300. Both reading and rendering happen on a thread of
/// their own, so that the depth is the same whatever the stack of the caller; the caller waits.
public struct ChatTemplate: Sendable {
    /// A variable that a template may ask for besides the messages.
    public enum Variable: Hashable, Sendable {
        /// Text, for example `bos_token`.
        case text(String)
        /// A switch, for example `enable_thinking`.
        case flag(Bool)
    }

    private let body: [Statement]

    /// Reads a template.
    ///
    /// - Parameter source: the text of `chat_template`.
    /// - Throws: ``ChatTemplateError`` with code ``ChatTemplateError/Code/invalidSyntax`` or
    ///   ``ChatTemplateError/Code/unsupportedFeature``, or ``ChatTemplateError/Code/limitExceeded``
    ///   when the system gives no thread.
    /// - Complexity: O(n).
    public init(_ source: String) throws(ChatTemplateError) {
        body = try OwnStack.run { () throws(ChatTemplateError) in try Parser.parse(source) }
    }

    /// The text of a conversation.
    ///
    /// - Parameters:
    ///   - messages: the turns in order.
    ///   - addingGenerationPrompt: whether the text ends where the model's answer begins.
    ///   - variables: what else the template may ask for; special tokens go here.
    ///   - now: the time for `strftime_now`.
    /// - Returns: the text, special tokens included.
    /// - Throws: ``ChatTemplateError``: of code ``ChatTemplateError/Code/raised`` when the template
    ///   refuses the messages, ``ChatTemplateError/Code/limitExceeded`` when the text or the work
    ///   is too much, messages of more than 64 MiB included, or the system gives no thread. A
    ///   variable that is missing is no error until the template does more than print or test it.
    public func render(
        _ messages: [ChatMessage], addingGenerationPrompt: Bool = false,
        variables: [String: Variable] = [:], now: Date = .now
    ) throws(ChatTemplateError) -> String {
        try OwnStack.run { [body] () throws(ChatTemplateError) in
            let scope = try Self.scope(
                messages, addingGenerationPrompt: addingGenerationPrompt, variables: variables)
            return try Renderer.render(body, in: scope, now: now)
        }
    }

    private static func scope(
        _ messages: [ChatMessage], addingGenerationPrompt: Bool, variables: [String: Variable]
    ) throws(ChatTemplateError) -> Scope {
        let scope = Scope()
        for (name, variable) in variables {
            switch variable {
            case .text(let text): scope[name] = .string(text)
            case .flag(let flag): scope[name] = .bool(flag)
            }
        }
        var values: [TemplateValue] = []
        for message in messages { values.append(try value(message)) }
        scope["messages"] = try TemplateValue(values)
        scope["add_generation_prompt"] = .bool(addingGenerationPrompt)
        // As `transformers` does: there, and nothing, so that 'tools is not none' is false.
        scope["tools"] = TemplateValue.none
        scope["documents"] = TemplateValue.none
        return scope
    }

    private static func value(_ message: ChatMessage) throws(ChatTemplateError) -> TemplateValue {
        var members = TemplateDictionary()
        try members.set("role", .string(message.role))
        try members.set("content", .string(message.content))
        return .dictionary(members)
    }

    /// Whether the template takes a system message: whether it renders one that stands alone.
    ///
    /// Any error counts as no, also where the template would take a system message before a user
    /// message; that is how the Python original asks, and prompts have to be the same.
    public func supportsSystemRole(variables: [String: Variable] = [:]) -> Bool {
        (try? render([.system("test")], variables: variables)) != nil
    }
}

extension ChatTemplate.Variable: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }
    /// A switch.
    public init(booleanLiteral value: Bool) { self = .flag(value) }
}
