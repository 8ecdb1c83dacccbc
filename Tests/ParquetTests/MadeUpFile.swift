import Parquet

/// A value of Thrift's compact protocol, for files that no program writes.
indirect enum Thrift {
    case int32(Int), int64(Int), text(String), flag(Bool), list([Thrift]), members([(Int, Thrift)])
    /// A kind and bytes, whatever they are.
    case raw(UInt8, [UInt8])

    private var kind: UInt8 {
        switch self {
        case .flag(let value): value ? 1 : 2
        case .int32: 5
        case .int64: 6
        case .text: 8
        case .list: 9
        case .members: 12
        case .raw(let kind, _): kind
        }
    }

    /// As it is written.
    var bytes: [UInt8] {
        switch self {
        case .flag: []
        case .int32(let value), .int64(let value):
            Self.varint(UInt64(bitPattern: Int64(value << 1 ^ value >> 63)))
        case .text(let text): Self.varint(UInt64(text.utf8.count)) + text.utf8
        case .list(let values):
            [0xF0 | (values.first?.kind ?? 12)] + Self.varint(UInt64(values.count)) + values.flatMap(\.bytes)
        case .members(let members):
            members.flatMap { number, value in
                [value.kind] + Self.varint(UInt64(number << 1)) + value.bytes
            } + [0]
        case .raw(_, let bytes): bytes
        }
    }

    static func varint(_ value: UInt64) -> [UInt8] {
        value < 128 ? [UInt8(value)] : [UInt8(value & 127 | 128)] + varint(value >> 7)
    }
}

/// A page as a file holds it.
struct MadeUpPage {
    var type = 0
    var count = 2
    var encoding = 0
    var levelEncoding = 3
    var unpacked: Int?
    var packed: Int?
    var checksum: Int?
    var nulls = 0
    var levelBytes = (0, 0)
    var isPacked = false
    var bytes: [UInt8]
    /// What stands in the header besides.
    var more: [(Int, Thrift)] = []

    /// Header and bytes.
    var all: [UInt8] {
        let details: (Int, Thrift) =
            switch type {
            case 2: (7, .members([(1, .int32(count)), (2, .int32(encoding))]))
            case 3:
                (
                    8,
                    .members([
                        (1, .int32(count)), (2, .int32(nulls)), (3, .int32(count)), (4, .int32(encoding)),
                        (5, .int32(levelBytes.1)), (6, .int32(levelBytes.0)), (7, .flag(isPacked)),
                    ])
                )
            default:
                (
                    5,
                    .members([
                        (1, .int32(count)), (2, .int32(encoding)), (3, .int32(levelEncoding)), (4, .int32(3)),
                    ])
                )
            }
        let sizes: [(Int, Thrift)] = [
            (1, .int32(type)), (2, .int32(unpacked ?? bytes.count)), (3, .int32(packed ?? bytes.count)),
        ]
        let sum = checksum.map { [(4, Thrift.int32($0))] } ?? []
        return Thrift.members(sizes + sum + [details] + more).bytes + bytes
    }
}

/// A file of one column and one row group, any part of which may be wrong.
struct MadeUpFile {
    var rows = 2
    var groupRows: Int?
    var type = 2
    var length = 0
    /// 0 required, 1 optional.
    var repetition = 0
    var converted: Int?
    var scale = 0
    var codec = 0
    var values: Int?
    var offset = 4
    var size: Int?
    var dictionary: Int?
    /// How often the row group is there.
    var groups = 1
    var children = 1
    var pages: [MadeUpPage]
    /// What stands in the description besides.
    var more: [(Int, Thrift)] = []

    /// The file.
    var bytes: [UInt8] {
        let body = pages.flatMap(\.all)
        var element: [(Int, Thrift)] = [
            (1, .int32(type)), (2, .int32(length)), (3, .int32(repetition)), (4, .text("x")),
            (7, .int32(scale)),
        ]
        if let converted { element.append((6, .int32(converted))) }
        let schema = Thrift.list([.members([(4, .text("root")), (5, .int32(children))]), .members(element)])
        var column: [(Int, Thrift)] = [
            (1, .int32(type)), (4, .int32(codec)), (5, .int64(values ?? groupRows ?? rows)),
            (7, .int64(size ?? body.count)), (9, .int64(offset)),
        ]
        if let dictionary { column.append((11, .int64(dictionary))) }
        let group = Thrift.members([
            (1, .list([.members([(2, .int64(offset)), (3, .members(column))])])),
            (3, .int64(groupRows ?? rows)),
        ])
        let groups = Thrift.list(Array(repeating: group, count: groups))
        return Self.file(body, [(1, .int32(1)), (2, schema), (3, .int64(rows)), (4, groups)] + more)
    }

    /// A file with these pages and this description.
    static func file(_ body: [UInt8], _ members: [(Int, Thrift)]) -> [UInt8] {
        let footer = Thrift.members(members).bytes
        let count = UInt32(footer.count)
        return Array("PAR1".utf8) + body + footer + little(count) + Array("PAR1".utf8)
    }

    /// What reading the file and its column says.
    func refusal(_ limits: ParquetLimits = ParquetLimits()) -> ParquetError? {
        Self.refusal(of: bytes, limits)
    }

    /// What reading a file and its columns says.
    static func refusal(of bytes: [UInt8], _ limits: ParquetLimits = ParquetLimits()) -> ParquetError? {
        do {
            try readAll(bytes, limits)
            return nil
        } catch let error as ParquetError {
            return error
        } catch {
            return nil
        }
    }

    /// Reads all columns of a file in all row groups, as text too.
    static func readAll(_ bytes: [UInt8], _ limits: ParquetLimits = ParquetLimits()) throws {
        let file = try ParquetFile(reading: ParquetSource(bytes), limits: limits)
        let scratch = ParquetScratch()
        for (index, column) in file.columns.enumerated() {
            if case .unread = column.kind { continue }
            for group in 0..<file.rowGroupCount {
                let chunk = try file.read(column: index, rowGroup: group, scratch: scratch)
                var text: [UInt8] = []
                for row in 0..<chunk.count { _ = chunk.append(row: row, to: &text) }
            }
        }
    }
}

/// The bytes of a number, the lowest first.
func little(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
}
