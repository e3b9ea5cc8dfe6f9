import ArgumentParser
import ChatTemplates
import PersonaExtraction

/// Lets a model answer, with and without steering.
struct GenerateCommand: PersonaVectorsSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Let a model answer a prompt, steered by a vector and as it is, side by side.",
        discussion: """
            The vector is added to the outputs of the layers at every position, those of the prompt \
            included. Without --steering or --trait the model answers once, as it is.

            Examples:
              persona-vectors generate --model models/gemma-2-9b-it \\
                --prompt "Where do you live?" --steering artifacts/vectors/p-17
              persona-vectors generate --model models/gemma-2-9b-it \\
                --prompt "Who are you?" --trait age --layers 12:20 --strength 1.5
              persona-vectors generate --model models/gemma-2-9b-it \\
                --prompt "Hello" --temperature 0.8 --top-p 0.95 --seed 7
            """)

    @OptionGroup(title: "Model") var model: LanguageModelOptions

    @OptionGroup(title: "Prompt") var conversation: ConversationOptions
    @OptionGroup(title: "Steering") var steering: SteeringOptions
    @OptionGroup(title: "Writing") var sampling: SamplingOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run() async throws {
        let opened = try await model.open(output)
        let steering = try steering.steering(for: opened.backend.model)
        func reply(_ title: String, _ plan: SteeringPlan?) async throws -> Reply {
            try await ProgressReporter.track(title, output: output) { _ in
                try await opened.backend.reply(
                    to: conversation.messages, text: opened.text, options: sampling.options,
                    steering: plan)
            }
        }
        let plain = try await reply("Writing", nil)
        var steered: Reply?
        if let steering { steered = try await reply("Writing, steered", steering.plan) }
        output.render(
            GenerationResult(
                model: opened.backend.model.id, plain: plain, steered: steered, steering: steering
            ).result)
    }
}

/// What the model answers.
struct ConversationOptions: ParsableArguments {
    @Option(
        parsing: .unconditional, help: ArgumentHelp("What the user says.", valueName: "text"))
    var prompt: String

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Instructions for the model before it.", valueName: "text"))
    var system: String?

    var messages: [ChatMessage] {
        (system.map { [.system($0)] } ?? []) + [.user(prompt)]
    }
}

/// How the answer is written.
struct SamplingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The most tokens to write.", valueName: "count"))
    var maxTokens = 128

    @Option(
        help: ArgumentHelp("The answer does not end before so many tokens.", valueName: "count"))
    var minTokens = 0

    @Option(
        help: ArgumentHelp(
            "How freely tokens are drawn; 0 always takes the likeliest.", valueName: "number"))
    var temperature = 0.0

    @Option(
        help: ArgumentHelp(
            "Draw among the likeliest tokens that together have this probability.",
            valueName: "number"))
    var topP = 1.0

    @Option(help: ArgumentHelp("Decides the draws.", valueName: "number"))
    var seed: UInt32 = 0

    func validate() throws {
        if maxTokens < 1 {
            throw ValidationError("'--max-tokens \(maxTokens)' must be at least 1.")
        }
        if minTokens < 0 || minTokens > maxTokens {
            throw ValidationError(
                "'--min-tokens \(minTokens)' must be 0 to \(maxTokens), the most tokens to write.")
        }
        if !(temperature >= 0 && temperature.isFinite) {
            throw ValidationError("'--temperature \(temperature)' must be 0 or more.")
        }
        if !(topP > 0 && topP <= 1) {
            throw ValidationError("'--top-p \(topP)' must be above 0 and at most 1.")
        }
    }

    var options: GenerationOptions {
        GenerationOptions(
            maximumCount: maxTokens, minimumCount: minTokens, temperature: temperature, topP: topP,
            seed: seed)
    }
}
