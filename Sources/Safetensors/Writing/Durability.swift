/// What a write that has returned survives.
public enum Durability: Sendable {
    /// A power cut: file and folder are flushed to the disk, which takes milliseconds per file.
    case full
    /// The end of this process, however sudden: the operating system has the bytes, perhaps not yet
    /// the disk.
    case processCrash
}
