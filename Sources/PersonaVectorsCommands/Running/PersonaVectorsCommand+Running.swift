import ArgumentParser

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension PersonaVectorsCommand {
    /// Parses and runs a command line.
    ///
    /// Results go to the context's output, everything else to its error stream; nothing exits.
    ///
    /// - Parameters:
    ///   - arguments: the arguments without the program's name.
    ///   - context: the streams and variables to use.
    /// - Returns: the exit status: 0, 1 when the command failed or found differences, 64 when it
    ///   was used wrongly.
    public static func run(
        _ arguments: [String], in context: CommandContext = .process
    ) async -> Int32 {
        var context = context
        context.environment = Dotenv.merge(
            into: context.environment,
            searchingFrom: context.workingDirectory ?? FileManager.default.currentDirectoryPath)
        return await CommandContext.$current.withValue(context) {
            await runBound(arguments, context)
        }
    }

    private static func runBound(_ arguments: [String], _ context: CommandContext) async -> Int32 {
        var command: any ParsableCommand
        do {
            command = try await asyncParseAsRoot(arguments)
        } catch {
            if let failure = unknownCommand(arguments) {
                context.complain(CauseTree.text(of: failure, showingCauses: false))
                return failure.status
            }
            return report(unparsable: error, context)
        }
        defer { context.hubUse.summary.map(context.complain) }
        do {
            if var asyncCommand = command as? any AsyncParsableCommand {
                try await asyncCommand.run()
            } else {
                try command.run()
            }
            return ExitCode.success.rawValue
        } catch let code as ExitCode {
            return code.rawValue
        } catch {
            guard let command = command as? any PersonaVectorsSubcommand else {
                // The parser's own commands show help by throwing it.
                return report(unparsable: error, context)
            }
            context.complain(
                CauseTree.text(of: error, showingCauses: command.output.verbose))
            return (error as? CommandFailure)?.status ?? ExitCode.failure.rawValue
        }
    }

    /// The failure of a command line whose first word is no command; the parser itself would only
    /// call it unexpected.
    private static func unknownCommand(_ arguments: [String]) -> CommandFailure? {
        guard let word = arguments.first, !word.hasPrefix("-"), word != "help" else { return nil }
        return commandNames.contains(word) ? nil : .unknownCommand(word, names: commandNames)
    }

    /// The names of the commands, in the order of the help.
    static var commandNames: [String] {
        configuration.subcommands.compactMap { $0.configuration.commandName }
    }

    /// Shows help, a version, completions or a complaint about the arguments.
    private static func report(unparsable error: any Error, _ context: CommandContext) -> Int32 {
        let code = exitCode(for: error)
        let message = fullMessage(for: error, columns: context.columns)
        let stream = code.isSuccess ? context.print : context.complain
        if !message.isEmpty { stream(message + "\n") }
        return code.rawValue
    }
}
