import CParquet

/// A column as a file stores it: one leaf of the schema.
public struct ParquetColumn: Sendable, Hashable {
    /// Its place among the columns of every row group.
    public let index: Int

    /// The names from the schema's root to the leaf, for example `vector.list.element.list.element`.
    public let path: String

    /// The name of the top-level field: the column's name in `datasets`.
    public let field: String

    /// What the values are stored as.
    public let physicalType: ParquetPhysicalType

    /// Whether the values are binary16 in two bytes.
    public let isFloat16: Bool

    /// Whether a row may be null.
    public let isOptional: Bool

    /// How many lists enclose a value: 0 for a string, 2 for a matrix.
    public let listDepth: Int

    /// The shape that the file's Arrow schema declares for every row; nil where it declares none.
    ///
    /// It is that of the `Array2D` of `datasets`, or of fixed-size lists.
    public let declaredShape: ParquetVectorShape?

    let maxDefinitionLevel: Int

    /// What the column holds, for sentences.
    var contents: String {
        let values =
            switch physicalType {
            case .boolean: "booleans"
            case .int32, .int64, .int96: "integers"
            case .float: "float32 numbers"
            case .double: "float64 numbers"
            case .byteArray: "strings"
            case .fixedLengthByteArray: isFloat16 ? "float16 numbers" : "bytes"
            }
        return String(repeating: "lists of ", count: listDepth) + values
    }

    /// Whether a row can be a vector: lists, or lists of lists, of floating-point numbers.
    var holdsVectors: Bool {
        (physicalType == .float || physicalType == .double || isFloat16)
            && (listDepth == 1 || listDepth == 2)
    }

    /// The bytes of one stored value, for plain columns of numbers.
    var valueWidth: Int {
        switch physicalType {
        case .double, .int64: 8
        case .fixedLengthByteArray: 2
        default: 4
        }
    }
}

extension ParquetColumn {
    init(_ info: pvpq_column_info, index: Int) throws(ParquetError) {
        unsafe self.path = String(cString: info.path)
        unsafe self.field = String(cString: info.field)
        guard let type = unsafe ParquetPhysicalType(rawValue: Int(info.physical_type)) else {
            throw .inconsistentFooter("column '\(path)' has an unknown type")
        }
        self.index = index
        physicalType = type
        unsafe isFloat16 = info.is_float16
        unsafe isOptional = info.is_optional
        unsafe listDepth = Int(info.max_repetition_level)
        unsafe maxDefinitionLevel = Int(info.max_definition_level)
        let fixed = unsafe [Int(info.fixed_sizes.0), Int(info.fixed_sizes.1)]
        var shape = ParquetVectorShape(dimensions: Array(fixed.prefix(listDepth)))
        if let name = unsafe info.extension_name, let text = unsafe info.extension_metadata,
            unsafe String(cString: name).hasSuffix("Array2DExtensionType")
        {
            shape = unsafe ParquetVectorShape(extensionMetadata: String(cString: text))
        }
        declaredShape = shape
    }
}
