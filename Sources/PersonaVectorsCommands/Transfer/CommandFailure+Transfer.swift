import PersonaVectors

extension CommandFailure {
    static func importNeeds(_ option: String) -> CommandFailure {
        CommandFailure(
            .usage,
            "Files do not say where they belong: name it with \(option).")
    }

    static func notOneVector(count: Int) -> CommandFailure {
        CommandFailure(
            .usage,
            "'--persona-id', '--name' and '--sample-ids' describe one vector, but \(count) were"
                + " found. Describe several in a .jsonl file.")
    }

    static func noSuchSource(_ path: String) -> CommandFailure {
        CommandFailure(.notFound, "There is no file or folder \(path.printable).")
    }

    static func unknownSource(_ path: String) -> CommandFailure {
        CommandFailure(
            .invalidInput,
            "\(path.printable) is none of the files that can be imported: .safetensors, .npy, .npz"
                + " and .jsonl.")
    }

    static func emptySource(_ path: String) -> CommandFailure {
        CommandFailure(
            .invalidInput,
            "\(path.printable) holds nothing to import: neither a store nor .safetensors, .npy,"
                + " .npz or .jsonl content.")
    }

    static func notInAStore(_ path: String) -> CommandFailure {
        CommandFailure(
            .invalidInput,
            "\(path.printable) has a manifest but does not lie in a folder"
                + " <model>/<mask strategy>, as a variant of a store does.")
    }

    static func unreadable(_ path: String, _ error: any Error) -> CommandFailure {
        CommandFailure(
            .ioFailed, "Could not read \(path.printable).", underlyingError: error)
    }

    static func noSuchArray(_ name: String?, path: String, names: [String]) -> CommandFailure {
        let found = names.isEmpty ? "no arrays" : list(names)
        let wanted = name.map { "array '\($0.printable)'" } ?? "array to import"
        return CommandFailure(.notFound, "\(path) has no \(wanted); it holds \(found).")
    }

    static func notAMatrix(_ path: String, shape: [Int]) -> CommandFailure {
        let text = shape.isEmpty ? "()" : shape.map(String.init).joined(separator: " × ")
        return CommandFailure(
            .invalidInput,
            "The array of \(path) has the shape \(text); a vector must be num_layers × hidden_size."
        )
    }

    static func lineNotJSON(_ place: String, reason: String, offset: Int) -> CommandFailure {
        CommandFailure(.invalidInput, "\(place): not JSON: \(reason) at byte \(offset).")
    }

    static func lineNotObject(_ place: String) -> CommandFailure {
        CommandFailure(.invalidInput, "\(place): a line must be a JSON object.")
    }

    static func lineLacks(_ key: String, _ place: String) -> CommandFailure {
        CommandFailure(
            .invalidInput,
            "\(place): there is no '\(key)'. A line needs 'id' and 'file', and may have 'name',"
                + " 'sample_ids', 'variant' and 'tensor'.")
    }

    static func lineField(_ key: String, _ place: String, _ needed: String) -> CommandFailure {
        CommandFailure(.invalidInput, "\(place): '\(key)' must be \(needed).")
    }

    static func lineFileAmbiguous(_ place: String, path: String, count: Int) -> CommandFailure {
        CommandFailure(
            .ambiguous,
            "\(place): \(path) holds \(count) vectors; choose one with 'tensor'.")
    }

    static func inLine(_ place: String, _ error: any Error) -> CommandFailure {
        CommandFailure(
            .invalidInput, "\(place): \(error)",
            underlyingError: (error as? any ErrorWithCause)?.underlyingError)
    }

    static func wrongDestination(_ path: String, needsFolder: Bool) -> CommandFailure {
        let (found, needed) = needsFolder ? ("a file", "a folder") : ("a folder", "a file")
        return CommandFailure(
            .invalidInput,
            "\(path.printable) is \(found), but \(needed) is to be made there. Choose another"
                + " destination or another kind with --as.")
    }

    static func destinationExists(_ path: String) -> CommandFailure {
        CommandFailure(
            .invalidInput,
            "\(path.printable) is there already and not empty. Pass --replace to overwrite files in"
                + " it, or choose another destination.")
    }

    static func unwritable(_ path: String, _ error: any Error) -> CommandFailure {
        CommandFailure(
            .ioFailed, "Could not write \(path.printable).", underlyingError: error)
    }

    static func noStoreToCompare(_ path: String) -> CommandFailure {
        CommandFailure(
            .notFound,
            "\(path.printable) is not a folder. Name the folder of a store, or two personas.")
    }
}
