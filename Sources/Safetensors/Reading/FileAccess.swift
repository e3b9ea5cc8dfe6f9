/// How the bytes of a file are reached.
public enum FileAccess: Sendable {
    /// The file is mapped into memory: views cost nothing, and pages are read when first touched.
    ///
    /// The default. If another process shortens the file in place while it is mapped, touching the
    /// lost part ends this process with SIGBUS; nothing can turn that into an error. Our own writer
    /// never changes a file in place (see ``AtomicFile``), so a view of a file that it replaces
    /// keeps showing the old bytes. Use ``pread`` for network disks and for files that others write.
    case mapped
    /// Exactly the bytes asked for are read, each time they are asked for; nothing is kept.
    ///
    /// Holds one file descriptor for as long as the file or one of its views is alive. A file that
    /// was shortened is an error. The faster way to copy whole tensors into memory of one's own.
    case pread
}
