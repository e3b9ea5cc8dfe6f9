import HubServer
import PersonaVectors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The accounts of a hub server, from options and from a file.
///
/// No message repeats what was given: it may be a token.
struct HubAccounts {
    private(set) var byToken: [String: HubAccount] = [:]

    /// Adds what `--token` was given, `name=token`.
    ///
    /// - Returns: whether it is an account.
    mutating func add(option text: String) -> Bool {
        add(text, separator: "=")
    }

    /// Adds the accounts of a file: `name:token` in each line that is neither empty nor a comment.
    ///
    /// - Throws: ``CommandFailure`` for a file that cannot be read and for a line that is no account.
    mutating func add(file path: String, at url: URL) throws {
        let text: String
        do {
            text = try String(contentsOf: url, encoding: .utf8)
        } catch {
            throw CommandFailure.unreadableTokens(path)
        }
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        for (index, line) in lines.enumerated() {
            let line = line.trimmingPrefix { $0.isWhitespace }
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            guard add(String(line), separator: ":") else {
                throw CommandFailure.noAccount(line: index + 1, of: path)
            }
        }
    }

    /// A token of two accounts would be that of one of them, and nobody could say which.
    private mutating func add(_ text: String, separator: Character) -> Bool {
        let parts = text.split(
            separator: separator, maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first.map(String.init), parts.count == 2 else { return false }
        let token = String(parts[1].reversed().drop { $0.isWhitespace }.reversed())
        let isName = name.wholeMatch(of: /[A-Za-z0-9_.-]{1,96}/) != nil
        guard isName, !token.isEmpty, byToken[token] == nil else { return false }
        byToken[token] = HubAccount(name: name)
        return true
    }
}

extension CommandFailure {
    static func unreadableTokens(_ path: String) -> CommandFailure {
        CommandFailure(
            .ioFailed,
            "The file of tokens \(path) cannot be read as text. Write name:token in each of its"
                + " lines.")
    }

    static func noAccount(line: Int, of path: String) -> CommandFailure {
        CommandFailure(
            .invalidInput,
            "Line \(line) of \(path) is no account: name:token is needed, with a token that no other"
                + " account has.")
    }
}
