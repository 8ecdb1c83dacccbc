/// A column of a Parquet file.
package struct ParquetColumn: Hashable, Sendable {
    /// What the values of a column are.
    package enum Kind: Hashable, Sendable {
        /// Instants, or days, since 1970-01-01 00:00; in UTC where the file says so, else in a time zone that it
        /// does not tell.
        case time(TimeUnit, isUTC: Bool)
        /// Numbers that need not be whole.
        case number
        /// Whole numbers that 64 bits with a sign hold.
        case integer
        /// Whole numbers from zero to 2^64 - 1.
        case unsigned
        /// True or false.
        case boolean
        /// Text in UTF-8.
        case text
        /// Something that is not read, and what it is: `a list`.
        case unread(String)
    }

    /// The unit that instants are counted in.
    package enum TimeUnit: Hashable, Sendable { case days, milliseconds, microseconds, nanoseconds }

    /// Its name; of a member of a struct `struct.member`.
    package let name: String
    /// What its values are.
    package let kind: Kind
    /// How its values are stored, where they can be read.
    let storage: Storage?
    /// How many groups around a value, itself included, may be absent: the level of a value that is there.
    let levels: Int
    /// Its place among all columns of a row group, those that are not read included.
    let leaf: Int
}

/// How the values of a column are stored, and what they stand for.
enum Storage: Hashable, Sendable {
    case boolean, int32, uint32, int64, uint64, int96, float16, float, double, text
    case decimal32(scale: Int), decimal64(scale: Int), decimalFixed(bytes: Int, scale: Int)
    case decimalText(scale: Int)

    /// The physical type's number in the format.
    var type: Int {
        switch self {
        case .boolean: 0
        case .int32, .uint32, .decimal32: 1
        case .int64, .uint64, .decimal64: 2
        case .int96: 3
        case .float: 4
        case .double: 5
        case .text, .decimalText: 6
        case .float16, .decimalFixed: 7
        }
    }
}

/// What a value stands for beyond its physical type.
enum Meaning: Hashable, Sendable {
    case text, decimal(scale: Int), date, timestamp(ParquetColumn.TimeUnit, isUTC: Bool)
    case integer(bits: Int, isSigned: Bool), float16
    /// Something that has no kind here.
    case other(String)
}

/// A column's kind by the physical type and meaning that the file tells.
struct ColumnType {
    let kind: ParquetColumn.Kind
    let storage: Storage?

    private init(_ kind: ParquetColumn.Kind, _ storage: Storage) {
        (self.kind, self.storage) = (kind, storage)
    }
    private init(unread why: String) { (kind, storage) = (.unread(why), nil) }

    /// - Source: apache/parquet-format, LogicalTypes.md and parquet.thrift (Type).
    init(type: Int, bytes: Int, meaning: Meaning?) {
        switch (type, meaning) {
        case (_, .other(let what)): self.init(unread: what)
        case (0, nil): self.init(.boolean, .boolean)
        case (1, nil), (1, .integer(_, isSigned: true)): self.init(.integer, .int32)
        case (1, .integer(_, isSigned: false)): self.init(.integer, .uint32)
        case (1, .date): self.init(.time(.days, isUTC: false), .int32)
        case (2, nil), (2, .integer(_, isSigned: true)): self.init(.integer, .int64)
        case (2, .integer(_, isSigned: false)): self.init(.unsigned, .uint64)
        case (2, .timestamp(let unit, let isUTC)): self.init(.time(unit, isUTC: isUTC), .int64)
        case (3, nil): self.init(.time(.nanoseconds, isUTC: false), .int96)
        case (4, nil): self.init(.number, .float)
        case (5, nil): self.init(.number, .double)
        case (6, nil), (6, .text): self.init(.text, .text)
        case (7, .float16) where bytes == 2: self.init(.number, .float16)
        case (1, .decimal(let scale)), (2, .decimal(let scale)), (6, .decimal(let scale)),
            (7, .decimal(let scale)):
            guard (0...DecimalNumber.largestScale).contains(scale) else {
                self.init(unread: "a decimal of \(scale) decimals")
                return
            }
            switch type {
            case 1: self.init(.number, .decimal32(scale: scale))
            case 2: self.init(.number, .decimal64(scale: scale))
            case 6: self.init(.number, .decimalText(scale: scale))
            case _ where (1...16).contains(bytes):
                self.init(.number, .decimalFixed(bytes: bytes, scale: scale))
            default: self.init(unread: "a decimal of \(bytes.grouped) bytes")
            }
        case (7, nil): self.init(unread: "bytes without a meaning, \(bytes.grouped) each")
        case (0...7, _): self.init(unread: "of a logical type that does not fit its physical type")
        default: self.init(unread: "of a physical type with the number \(type)")
        }
    }
}
