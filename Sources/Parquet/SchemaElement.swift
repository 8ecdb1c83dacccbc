/// A column or group of the schema.
struct SchemaElement {
    private(set) var name = ""
    /// The physical type's number, which a group lacks.
    private(set) var type: Int?
    /// Bytes of a value of fixed length.
    private(set) var bytes = 0
    /// 0 required, 1 optional, 2 repeated.
    private(set) var repetition = 0
    /// How many members a group has.
    private(set) var children: Int?
    private(set) var isList = false
    private(set) var isMap = false
    private var logical: Meaning?
    private var converted: Int?
    private var scale = 0

    init(_ reader: inout ThriftReader) throws(ParquetError) {
        var last = 0
        while let field = try reader.field(after: &last) {
            switch field.number {
            case 1: type = try reader.integer(field)
            case 2: bytes = try reader.count(field, "the length of values")
            case 3: repetition = try reader.integer(field)
            case 4: name = try reader.text(field)
            case 5: children = try reader.count(field, "the number of members of a group")
            case 6: converted = try reader.integer(field)
            case 7: scale = try reader.integer(field)
            case 10: try readLogical(&reader, field)
            default: try reader.skip(field)
            }
        }
        // Some programs write both for a column.
        if type != nil { children = nil }
        isMap = isMap || converted == 1 || converted == 2
        isList = isList || isMap || converted == 3
        if type == nil, children == nil { throw reader.error("a column of the schema has no type") }
        guard (0...2).contains(repetition) else {
            throw reader.error("a column's repetition is \(repetition), it must be 0, 1 or 2")
        }
    }

    /// What values stand for; `nil` for what their physical type says.
    var meaning: Meaning? { logical ?? converted.flatMap { Self.meaning(converted: $0, scale: scale) } }

    private static func meaning(converted: Int, scale: Int) -> Meaning? {
        switch converted {
        case 0, 4, 19: .text
        case 5: .decimal(scale: scale)
        case 6: .date
        case 7, 8: .other("a time of day")
        case 9: .timestamp(.milliseconds, isUTC: true)
        case 10: .timestamp(.microseconds, isUTC: true)
        case 11...14: .integer(bits: 8 << (converted - 11), isSigned: false)
        case 15...18: .integer(bits: 8 << (converted - 15), isSigned: true)
        case 20: .other("BSON")
        case 21: .other("an interval")
        default: .other("of a converted type with the number \(converted)")
        }
    }

    private mutating func readLogical(
        _ reader: inout ThriftReader, _ field: ThriftReader.Field
    ) throws(ParquetError) {
        try reader.expectStruct(field)
        var last = 0
        while let member = try reader.field(after: &last) {
            guard [5, 8, 10].contains(member.number) else {
                try reader.skip(member)
                isMap = isMap || member.number == 2
                isList = isList || member.number == 3
                logical = Self.meaning(logical: member.number)
                continue
            }
            try reader.expectStruct(member)
            switch member.number {
            case 5: logical = .decimal(scale: try Self.members(&reader).numbers[1] ?? 0)
            case 8:
                let (_, flags, unit) = try Self.members(&reader)
                logical = unit.map { .timestamp($0, isUTC: flags[1] ?? false) } ?? .other("an instant")
            default:
                let (numbers, flags, _) = try Self.members(&reader)
                logical = .integer(bits: numbers[1] ?? 64, isSigned: flags[2] ?? true)
            }
        }
    }

    private static func meaning(logical number: Int) -> Meaning? {
        switch number {
        case 1, 4, 12: .text
        case 2, 3: nil
        case 6: .date
        case 7: .other("a time of day")
        case 11: .other("empty, without a type")
        case 13: .other("BSON")
        case 14: .other("a UUID")
        case 15: .float16
        default: .other("of a logical type with the number \(number)")
        }
    }

    /// The members of a logical type by their numbers, and the unit of time among them.
    private static func members(
        _ reader: inout ThriftReader
    ) throws(ParquetError) -> (numbers: [Int: Int], flags: [Int: Bool], unit: ParquetColumn.TimeUnit?) {
        var (numbers, flags, unit) = ([Int: Int](), [Int: Bool](), ParquetColumn.TimeUnit?.none)
        var last = 0
        while let field = try reader.field(after: &last) {
            switch field.kind {
            case .yes, .no: flags[field.number] = try reader.flag(field)
            case .byte, .int16, .int32, .int64: numbers[field.number] = try reader.integer(field)
            case .structure:
                var inner = 0
                while let member = try reader.field(after: &inner) {
                    unit = [1: .milliseconds, 2: .microseconds, 3: .nanoseconds][member.number]
                    try reader.skip(member)
                }
            default: try reader.skip(field)
            }
        }
        return (numbers, flags, unit)
    }
}
