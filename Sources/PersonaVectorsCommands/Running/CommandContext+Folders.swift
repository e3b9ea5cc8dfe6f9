import PersonaAnalysis
import PersonaVectors

extension CommandContext {
    /// Refuses a folder that cannot be made or written into, before anything is computed for it.
    func requireFolder(_ folder: String, for option: String) throws {
        guard let obstacle = url(folder).obstacle else { return }
        throw CommandFailure.folderUnusable(folder, option: option, obstacle)
    }
}

extension CommandFailure {
    static func folderUnusable(
        _ folder: String, option: String, _ obstacle: String
    ) -> CommandFailure {
        CommandFailure(
            .ioFailed,
            "Nothing can be written into \(folder.printable), the folder of '\(option)':"
                + " \(obstacle)")
    }
}
