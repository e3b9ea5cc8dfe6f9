public import Foundation

/// A program of this package, as it was built with the tests.
public enum BuiltProgram {
    /// Where the program lies.
    ///
    /// - Parameter name: the product's name.
    /// - Returns: its place, beside the tests that run.
    public static func url(_ name: String = "persona-vectors") -> URL {
        #if os(macOS)
        for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
            return bundle.bundleURL.deletingLastPathComponent().appending(path: name)
        }
        #endif
        return URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: name)
    }
}
