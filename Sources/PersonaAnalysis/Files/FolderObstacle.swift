package import Foundation

extension URL {
    /// What keeps a folder from being made or written into, and what to do; nil when nothing is known to.
    ///
    /// The folder need not be there: the nearest one above that is decides.
    package var obstacle: String? {
        let advice = "Move it away, or name another folder."
        var place = standardizedFileURL
        while !FileManager.default.fileExists(atPath: place.path) {
            // A link to nothing is in the way too, and has no file.
            if (try? FileManager.default.destinationOfSymbolicLink(atPath: place.path)) != nil {
                return "the link \(place.path), which leads nowhere, is in the way. \(advice)"
            }
            guard place.pathComponents.count > 1 else { return nil }
            place.deleteLastPathComponent()
        }
        guard place.isExistingFolder else {
            return "the file \(place.path) is in the way. \(advice)"
        }
        guard FileManager.default.isWritableFile(atPath: place.path) else {
            return "the folder \(place.path) may not be written to. Change its permissions, or name"
                + " another."
        }
        return nil
    }
}
