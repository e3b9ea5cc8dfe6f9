import Foundation

/// What Linux says of this process's memory; NaN elsewhere.
enum Memory {
    /// The most that was ever resident, in bytes, pages of mapped files included.
    static var peak: Double { field("VmHWM") }
    /// The pages of mapped files that are resident now, in bytes.
    static var mapped: Double { field("RssFile") }

    private static func field(_ name: String) -> Double {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name + ":") }),
            let number = line.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Double($0) })
        else { return .nan }
        return number * 1024
    }
}

/// Prints a line at once, also into a file: figures come minutes apart.
func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}
