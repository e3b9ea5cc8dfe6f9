import PersonaVectors

extension ExtractionError.Code {
    /// A text that a replay has no recording of, or a recording of another size.
    public static let notRecorded = Self(rawValue: "notRecorded")
    /// A Python worker that does not start, ends early, or answers what cannot be understood.
    public static let workerFailed = Self(rawValue: "workerFailed")
}

extension ExtractionError {
    static func notRecorded(tokenCount: Int, recordingCount: Int) -> ExtractionError {
        ExtractionError(
            .notRecorded,
            "The replay has no recording of this text of \(tokenCount) tokens; it knows "
                + "\(recordingCount) texts. Record it with the model first.")
    }

    static func recordingSize(found: Int, needed: Int) -> ExtractionError {
        ExtractionError(
            .notRecorded,
            "A recording has \(found) values; layers × tokens × hidden size of its model are "
                + "\(needed).")
    }

    static func workerNotStarted(_ python: String, _ error: any Error) -> ExtractionError {
        ExtractionError(
            .workerFailed,
            "The Python worker \(python) could not be started: check that it is there and can "
                + "be run. Give the path of a Python that has torch and transformers.",
            path: python, underlyingError: error)
    }

    static func workerEnded(_ python: String, complaint: String) -> ExtractionError {
        let said = complaint.isEmpty ? "" : " It said: \(complaint.printable)"
        return ExtractionError(
            .workerFailed,
            "The Python worker \(python) ended without an answer.\(said)", path: python,
            isBackendLost: true)
    }

    static func workerComplaint(_ python: String, _ complaint: String) -> ExtractionError {
        ExtractionError(
            .workerFailed, "The Python worker \(python) reports: \(complaint.printable)",
            path: python)
    }

    static func workerAnswer(_ python: String, reason: String) -> ExtractionError {
        ExtractionError(
            .workerFailed,
            "The Python worker \(python) answered what cannot be understood: \(reason.printable).",
            path: python, isBackendLost: true)
    }
}
