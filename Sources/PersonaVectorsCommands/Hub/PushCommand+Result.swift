import HuggingFaceHub
import PersonaVectors
import PersonaVectorsHub

/// What a push says when it is over.
extension PushCommand {
    /// The report as a table, as JSON, and as the paths that change.
    static func result(_ report: PushReport) -> CommandResult {
        CommandResult(
            tables: [
                TextTable(
                    [.left("FILE"), .left("CHANGE"), .right("SIZE"), .right("PERSONAS")],
                    rows: report.files.map { file in
                        [
                            file.path, file.change.rawValue, ByteCount.text(file.byteCount),
                            file.rowCount.map(String.init) ?? "",
                        ]
                    })
            ],
            json: .object([
                "repository": .string(report.repository.description),
                "config": .string(report.configName),
                "variants": .strings(report.variants.map(\.rawValue)),
                "commit": .optional(report.commit?.hex),
                "pull_request": report.pullRequest.map { .integer($0) } ?? .null,
                "is_new_repository": .bool(report.isNewRepository),
                "new_branch": .optional(report.hasChanges ? report.missingBranch : nil),
                "stays_public": .bool(report.staysPublic),
                "uploaded_bytes": .integer(report.uploadedBytes),
                "files": .array(
                    report.files.map { file in
                        .object([
                            "path": .string(file.path), "change": .string(file.change.rawValue),
                            "bytes": .integer(file.byteCount),
                            "rows": file.rowCount.map { .integer($0) } ?? .null,
                        ])
                    }),
            ]),
            identifiers: report.files.filter { $0.change != .equal }.map(\.path))
    }

    /// What happened, in a sentence.
    static func summary(_ report: PushReport, isDryRun: Bool) -> String {
        let sent = report.files.filter { $0.change == .new || $0.change == .changed }
        let size = ByteCount.text(sent.reduce(0) { $0 + $1.byteCount })
        if isDryRun {
            return report.hasChanges
                ? "Would send \(size) in \(sent.count) files to \(plannedPlace(report)), in"
                    + " one commit. Nothing was sent: this was a dry run."
                : "\(report.repository) has all of this already\(unmadeBranch(report)). Nothing was"
                    + " sent: this was a dry run."
        }
        guard report.hasChanges, let commit = report.commit else {
            return "\(report.repository) has all of this already\(unmadeBranch(report)); there is"
                + " no new commit."
        }
        let request = report.pullRequest.map { " of pull request \($0)" } ?? ""
        let branch = report.missingBranch.map { " of the new branch '\($0.printable)'" } ?? ""
        return
            "Sent \(ByteCount.text(report.uploadedBytes)) of shards to \(report.repository), commit"
            + " \(commit.hex.prefix(7))\(request)\(branch)."
    }

    private static func plannedPlace(_ report: PushReport) -> String {
        switch (report.isNewRepository, report.missingBranch?.printable) {
        case (false, nil): "\(report.repository)"
        case (true, nil): "\(report.repository), which would be made"
        case (false, let branch?):
            "the branch '\(branch)' of \(report.repository), which would be made from main"
        case (true, let branch?):
            "\(report.repository), which would be made with the branch '\(branch)'"
        }
    }

    private static func unmadeBranch(_ report: PushReport) -> String {
        report.missingBranch.map { " on main, so the branch '\($0.printable)' is not made" } ?? ""
    }
}
