#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Failures of the file system.
extension SafetensorsError {
    static func cannotOpen(_ path: String, errorNumber: CInt) -> Self {
        guard errorNumber != ENOENT, errorNumber != ENOTDIR else {
            return Self(
                .notFound, "No file at \(quoted(path: path)). Check the path.", path: path,
                errorNumber: errorNumber)
        }
        return Self(
            .ioFailed, "Cannot open \(quoted(path: path)): \(reason(errorNumber)).", path: path,
            errorNumber: errorNumber)
    }

    static func notAFile(_ path: String) -> Self {
        Self(
            .notAFile,
            "Cannot read \(quoted(path: path)): it is a folder or a device, and a file was needed.",
            path: path)
    }

    static func pathHasNUL(_ path: String) -> Self {
        Self(
            .notAFile,
            "Cannot use \(quoted(path: path)) as a path: it holds a NUL character. Choose another name.",
            path: path)
    }

    static func pathHasNoName(_ path: String) -> Self {
        Self(
            .notAFile,
            "Cannot write \(quoted(path: path)): the path ends without a file name. Add one.",
            path: path)
    }

    static func cannotRead(_ path: String, errorNumber: CInt) -> Self {
        Self(
            .ioFailed, "Cannot read \(quoted(path: path)): \(reason(errorNumber)).", path: path,
            errorNumber: errorNumber)
    }

    static func fileChanged(_ path: String, position: Int, count: Int) -> Self {
        Self(
            .fileChanged,
            """
            Cannot read \(quoted(path: path)): it ended before the \(count) bytes from byte \(position), \
            although it was long enough when opened. Another program shortened it; try again.
            """, path: path)
    }

    static func cannotWrite(_ path: String, errorNumber: CInt) -> Self {
        Self(
            .ioFailed,
            """
            Cannot write \(quoted(path: path)): \(reason(errorNumber)). Nothing was changed.\
            \(remedy(errorNumber))
            """, path: path, errorNumber: errorNumber)
    }

    /// The file is in place, but a power cut may still take it away.
    static func cannotSyncFolder(_ folder: String, errorNumber: CInt) -> Self {
        Self(
            .ioFailed,
            """
            Cannot make the names in folder \(quoted(path: folder)) durable: \(reason(errorNumber)). What \
            was written there is readable now but may be lost in a power cut; save it again.
            """, path: folder, errorNumber: errorNumber)
    }

    private static func remedy(_ errorNumber: CInt) -> String {
        switch errorNumber {
        case ENOSPC, EDQUOT: " Free some space and try again."
        case EACCES, EPERM, EROFS: " Check who may write in its folder."
        case ENOENT, ENOTDIR: " Its folder does not exist; make it first."
        case ENAMETOOLONG: " Choose a shorter name."
        default: ""
        }
    }

    private static func reason(_ errorNumber: CInt) -> String {
        SystemCallError(number: errorNumber).description
    }
}
