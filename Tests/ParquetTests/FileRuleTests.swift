import Parquet
import Testing

/// What the description of a file may say.
@Suite("Description of a Parquet file") struct FileRuleTests {
    private let good = MadeUpFile(pages: [MadeUpPage(bytes: little(1) + little(2))])

    @Test func `a made-up file is read`() throws {
        let file = try ParquetFile(reading: ParquetSource(good.bytes))
        #expect(file.rowCount == 2)
        #expect(file.columns.map(\.name) == ["x"])
        guard case .integers(let values) = try file.read(column: 0, rowGroup: 0).values else {
            Issue.record("no whole numbers")
            return
        }
        #expect(values == [1, 2])
    }

    @Test func `what is no Parquet file, cut short or encrypted is named`() throws {
        let bytes = good.bytes
        #expect(MadeUpFile.refusal(of: [])?.message == "a Parquet file begins with PAR1, this does not")
        #expect(MadeUpFile.refusal(of: Array("a,b,c,d,e,f\n1,2".utf8))?.code == .badInput)
        let cut = MadeUpFile.refusal(of: Array(bytes.dropLast()))
        #expect(cut?.description.hasSuffix("(it is cut short or still being written)") == true)
        #expect(
            MadeUpFile.refusal(of: Array("PARE".utf8) + bytes.dropFirst(4))?.message
                == "the file is encrypted")
        var file = good
        file.more = [(8, .members([]))]
        #expect(file.refusal()?.code == .unsupported)
        let long = Array(bytes.prefix(bytes.count - 8)) + little(UInt32(1 << 31)) + Array("PAR1".utf8)
        #expect(
            MadeUpFile.refusal(of: long)?.message
                == "the description at the end says 2,147,483,648 bytes, the file has \(bytes.count)")
    }

    @Test func `numbers of rows that do not fit are refused`() {
        var file = good
        (file.rows, file.groupRows) = (3, 2)
        #expect(file.refusal()?.message == "the file says 3 rows, its row groups have another number")
        file = good
        file.values = 5
        #expect(
            file.refusal()?.description == "column 'x', row group 1: the row group has 2 rows, this column 5")
        file = good
        (file.rows, file.groupRows) = (-1, -1)
        #expect(file.refusal()?.message == "the number of rows is -1, it must not be below zero")
        file = good
        (file.groups, file.rows, file.groupRows) = (3, 6, 2)
        #expect(file.refusal()?.message.hasPrefix("two columns overlap") == true)
        file = good
        (file.rows, file.groupRows, file.groups) = (.max, .max, 2)
        #expect(file.refusal()?.code == .limit)
    }

    @Test func `places outside the file are refused`() {
        for (offset, size) in [(0, 10), (4, 1 << 20), (1 << 40, 5), (.max, .max), (2, 8)] {
            var file = good
            (file.offset, file.size) = (offset, size)
            #expect(file.refusal()?.code == .badInput, "\(offset), \(size)")
        }
        for (offset, size) in [(-1, 8), (4, -1)] {
            var file = good
            (file.offset, file.size) = (offset, size)
            #expect(file.refusal()?.message.hasSuffix("is -1, it must not be below zero") == true)
        }
    }

    @Test func `a schema that does not fit is refused`() {
        var file = good
        file.children = 2
        #expect(file.refusal()?.message == "the schema's groups say more members than its 2 elements")
        file.children = 0
        #expect(file.refusal()?.message == "the schema holds 2 elements, its tree 1")
        file.children = -5
        #expect(
            file.refusal()?.message == "the number of members of a group is -5, it must not be below zero")
        file = good
        file.repetition = 9
        #expect(file.refusal()?.message == "a column's repetition is 9, it must be 0, 1 or 2")
        #expect(MadeUpFile.refusal(of: MadeUpFile.file([], [(3, .int64(0))]))?.code == .badInput)
    }

    @Test func `each limit is kept`() {
        let limits = ParquetLimits()
        var (file, few) = (good, limits)
        few.footerBytes = 10
        #expect(file.refusal(few)?.message.hasSuffix("at most 10 are read") == true)
        few = limits
        few.rows = 1
        #expect(file.refusal(few)?.message == "there are 2 rows, at most 1 are read")
        few = limits
        few.rowsPerGroup = 1
        #expect(file.refusal(few)?.message == "it has 2 rows, at most 1 are read")
        few = limits
        few.columns = 0
        #expect(file.refusal(few)?.message == "there are more than 0 columns")
        (file.groups, few) = (3, limits)
        few.rowGroups = 2
        #expect(file.refusal(few)?.message == "there are 3 row groups, at most 2 are read")
        for error in [few, limits] { #expect(file.refusal(error)?.description.utf8.count ?? 0 < 300) }
    }

    @Test func `groups inside one another have a limit`() {
        func schema(_ depth: Int) -> [UInt8] {
            let groups = (0..<depth).map { _ in Thrift.members([(4, .text("g")), (5, .int32(1))]) }
            let leaf = Thrift.members([(1, .int32(2)), (4, .text("x"))])
            return MadeUpFile.file([], [(2, .list(groups + [leaf])), (3, .int64(0))])
        }
        #expect(MadeUpFile.refusal(of: schema(30)) == nil)
        #expect(MadeUpFile.refusal(of: schema(40))?.code == .limit)
    }

    @Test func `a name has a limit, and what it could do to a terminal is escaped`() {
        func schema(_ name: String, groups: Int) -> [UInt8] {
            let groups = (0..<groups).map { _ in Thrift.members([(4, .text(name)), (5, .int32(1))]) }
            let leaf = Thrift.members([(1, .int32(2)), (4, .text(name))])
            let root = Thrift.members([(4, .text("root")), (5, .int32(1))])
            return MadeUpFile.file([], [(2, .list([root] + groups + [leaf])), (3, .int64(0))])
        }
        let name = String(repeating: "\u{1B}", count: 1000)
        #expect(MadeUpFile.refusal(of: schema(name, groups: 3)) == nil)
        let refusal = MadeUpFile.refusal(of: schema(name, groups: 4))
        #expect(refusal?.code == .limit)
        #expect(refusal?.description.contains("\u{1B}") == false)
    }

    @Test(
        arguments: [
            (2, nil, .integer), (2, 9, .time(.milliseconds, isUTC: true)),
            (2, 10, .time(.microseconds, isUTC: true)),
            (2, 14, .unsigned), (2, 18, .integer), (1, 6, .time(.days, isUTC: false)),
            (1, 7, .unread("a time of day")),
            (1, 13, .integer), (5, nil, .number), (0, nil, .boolean), (6, 0, .text), (6, 19, .text),
            (6, nil, .text),
            (6, 20, .unread("BSON")), (3, nil, .time(.nanoseconds, isUTC: false)), (2, 5, .number),
            (7, nil, .unread("bytes without a meaning, 0 each")), (7, 21, .unread("an interval")),
            (5, 9, .unread("of a logical type that does not fit its physical type")),
            (9, nil, .unread("of a physical type with the number 9")),
        ] as [(Int, Int?, ParquetColumn.Kind)])
    func `old types have kinds`(type: Int, converted: Int?, kind: ParquetColumn.Kind) throws {
        var file = good
        (file.type, file.converted) = (type, converted)
        #expect(try ParquetFile(reading: ParquetSource(file.bytes)).columns.map(\.kind) == [kind])
        guard case .unread(let why) = kind else { return }
        let error = #expect(throws: ParquetError.self) {
            try ParquetFile(reading: ParquetSource(file.bytes)).read(column: 0, rowGroup: 0)
        }
        #expect(error?.description == "column 'x', row group 1: it is \(why), which is not read")
    }

    @Test(
        arguments: [
            (
                9, Array(repeating: 0x19, count: 40) + [0x10],
                "values lie more than 16 deep inside one another"
            ),
            (12, Array(repeating: 0x1C, count: 40), "values lie more than 16 deep inside one another"),
            (6, Array(repeating: 0xFF, count: 11), "a number takes more than 64 bits"),
            (8, [0xFF, 0x7F], "a length is 16383, only "),
            (9, [0xF6, 0xFF, 0x7F], "a length is 16383, only "),
            (11, [1, 0xFF], "a map has keys or values of an unknown kind"),
            (14, [], "a member is of kind 14, kinds are 1 to 13"),
        ] as [(UInt8, [UInt8], String)])
    func `a member that nobody asks for may not be anything`(kind: UInt8, bytes: [UInt8], message: String) {
        var file = good
        file.more = [(90, .raw(kind, bytes))]
        let found = file.refusal()?.message ?? ""
        #expect(found.hasPrefix(message), "\(found)")
    }

    @Test func `a source that fails or says too little is told`() throws {
        struct Failure: Error {}
        let bytes = good.bytes
        #expect(throws: Failure.self) {
            try ParquetFile(reading: ParquetSource(size: bytes.count) { _, _ -> [UInt8] in throw Failure() })
        }
        let short = ParquetSource(size: bytes.count + 9) { offset, count in
            Array(bytes.dropFirst(offset).prefix(count))
        }
        let error = #expect(throws: ParquetError.self) { try ParquetFile(reading: short) }
        #expect(error?.hint == "the file may have changed while it was read")
    }

    @Test func `only the bytes of the column are read`() throws {
        let bytes = try Fixture(name: "arrow-v1-none").bytes
        // Nothing of the first column is there.
        let source = ParquetSource(size: bytes.count) { offset, count in
            if (4..<200).contains(offset) { throw ParquetSourceFailure() }
            return Array(bytes[offset..<(offset + count)])
        }
        let file = try ParquetFile(reading: source)
        #expect(throws: ParquetSourceFailure.self) { try file.read(column: 0, rowGroup: 0) }
        #expect(try file.read(column: 3, rowGroup: 0).count == 24)
    }
}

private struct ParquetSourceFailure: Error {}
