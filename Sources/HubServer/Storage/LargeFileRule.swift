/// Which files become LFS objects: by their names, their size, or because they are not text.
enum LargeFileRule {
    private static let endings = [
        "7z", "arrow", "bin", "bz2", "ckpt", "ftz", "gz", "h5", "joblib", "mlmodel", "model",
        "msgpack", "npy", "npz", "onnx", "ot", "parquet", "pb", "pickle", "pkl", "pt", "pth",
        "rar", "safetensors", "tar", "tflite", "tgz", "wasm", "xz", "zip", "zst",
    ]
    private static let sizeLimit = 10 << 20

    /// The Hub's own limit for one file.
    static let largestSize = 500_000_000_000

    /// How many parts an object store takes.
    private static let largestPartCount = 10_000

    /// The size of the parts of an upload: the usual one, unless that would make too many.
    static func partSize(of size: Int, usual: Int) -> Int {
        max(usual, (size + largestPartCount - 1) / largestPartCount)
    }

    /// The `.gitattributes` of a new repository.
    static var attributes: String {
        endings.map { "*.\($0) filter=lfs diff=lfs merge=lfs -text\n" }.joined()
    }

    static func isLarge(path: String, size: Int, sample: [UInt8]) -> Bool {
        guard size > 0 else { return false }
        let name = path.split(separator: "/").last ?? ""
        let ending = name.contains(".") ? name.split(separator: ".").last.map(String.init) : nil
        return ending.map(endings.contains) == true || size >= sizeLimit || sample.contains(0)
    }
}
