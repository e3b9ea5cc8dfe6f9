import PersonaExtraction
import PersonaVectors

/// What the line on a terminal says of an extraction.
enum ExtractionStatus {
    /// `Extracting 3 of 200: p-17 (biography), 1234 tokens/s, 2 h 5 min left`.
    static func line(_ progress: ExtractionProgress) -> String {
        var parts = [
            "Extracting \(progress.completedTasks) of \(progress.taskCount): "
                + "\(progress.task.personaID.printable) (\(progress.task.variant))"
        ]
        if let speed = progress.tokensPerSecond {
            parts.append("\(NumberText.significant(speed.rounded(), digits: 15)) tokens/s")
        }
        if let left = progress.timeLeft { parts.append("\(text(of: left)) left") }
        return parts.joined(separator: ", ")
    }

    /// A duration in its two largest units: `2 h 5 min`, `40 s`.
    static func text(of duration: Duration) -> String {
        let seconds = max(0, duration.components.seconds)
        if seconds < 60 { return "\(seconds) s" }
        let minutes = seconds / 60
        if minutes < 60 { return "\(minutes) min \(seconds % 60) s" }
        if minutes < 24 * 60 { return "\(minutes / 60) h \(minutes % 60) min" }
        return "\(minutes / 60 / 24) d \(minutes / 60 % 24) h"
    }
}
