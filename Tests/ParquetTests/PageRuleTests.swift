import Parquet
import Testing

/// What pages may say and hold.
@Suite("Pages of a Parquet file") struct PageRuleTests {
    private func file(_ pages: MadeUpPage..., change: (inout MadeUpFile) -> Void = { _ in }) -> MadeUpFile {
        var file = MadeUpFile(pages: pages)
        change(&file)
        return file
    }

    private let two = MadeUpPage(bytes: little(1) + little(2))
    private let dictionary = MadeUpPage(type: 2, bytes: little(7) + little(8))

    @Test func `numbers of values that do not fit are refused`() {
        var page = two
        page.count = 3
        #expect(
            file(page).refusal()?.description
                == "column 'x', row group 1, page 1, byte 4: the page says 3 values, the row group has 2 rows left"
        )
        #expect(
            file(page, change: { $0.rows = 3 }).refusal()?.message
                == "the page says 3 values, its data hold 2")
        page.count = 1
        #expect(
            file(page).refusal()?.message == "the row group has 2 rows, the pages of this column 1")
        page.count = -1
        #expect(
            file(page).refusal()?.message
                == "the number of values of a page is -1, it must not be below zero")
    }

    @Test func `sizes that do not fit are refused`() {
        var page = two
        page.packed = 500
        #expect(file(page).refusal()?.message == "the page says 500 bytes, its column has 16 left")
        page.packed = nil
        page.unpacked = 15
        #expect(file(page).refusal()?.message == "the page says 15 bytes unpacked, it has 16")
        page.unpacked = 1 << 30
        #expect(file(page).refusal()?.code == .limit)
        page = two
        page.checksum = 1
        #expect(file(page).refusal()?.message == "the checksum does not fit the page")
        #expect(
            file(two, change: { $0.codec = 1 }).refusal()?.message
                == "the page says 16 bytes, its data unpack to 1")
        for codec in [2, 6] {
            #expect(
                file(two, change: { $0.codec = codec }).refusal()?.message
                    == "the packed data are damaged or do not fit the size that the page says, 16 bytes")
        }
        #expect(file(two, change: { $0.codec = 77 }).refusal()?.code == .badInput)
    }

    @Test func `pages that unpack to too much are refused`() {
        // Snappy: a length, one literal byte, then copies of 64 bytes each of what lies one byte before.
        let count = 1 << 14
        let packed =
            Thrift.varint(UInt64(64 * count + 1)) + [0, 1]
            + (0..<count).flatMap { _ in [0xFE, 1, 0] as [UInt8] }
        var page = MadeUpPage(count: 131_072, bytes: packed)
        page.unpacked = 64 * count + 1
        var bomb = file(page) { ($0.codec, $0.rows) = (1, 131_072) }
        #expect(bomb.refusal() == nil)
        var limits = ParquetLimits()
        (limits.ratio, limits.ratioFloor) = (20, 1000)
        #expect(
            bomb.refusal(limits)?.message
                == "a page of 49,157 bytes says 1,048,577 when unpacked, at most 983,140 are read")
        limits.ratio = 1000
        limits.pageBytes = 100_000
        #expect(bomb.refusal(limits)?.code == .limit)
        // Pages each of which is small enough.
        page.count = 1
        bomb = file(page, page) { ($0.codec, $0.rows) = (1, 2) }
        (limits.pageBytes, limits.ratio, limits.ratioFloor) = (1 << 30, 22, 1)
        #expect(bomb.refusal(limits) == nil)
        (limits.ratio, limits.ratioFloor) = (1, 1_048_577)
        #expect(bomb.refusal(limits) == nil)
        let many = MadeUpFile(rows: 20, codec: 1, pages: Array(repeating: page, count: 20))
        #expect(many.refusal(limits)?.message.hasSuffix("unpack to more than 1 times as many") == true)
    }

    @Test func `a header has a limit`() {
        var page = two
        page.more = [(50, .text(String(repeating: "x", count: 100_000)))]
        #expect(file(page).refusal() == nil)
        var limits = ParquetLimits()
        limits.headerBytes = 60_000
        #expect(file(page).refusal(limits)?.message == "a page's header has more than 60,000 bytes")
    }

    @Test func `a dictionary comes once and holds what is referred to`() {
        let indices = MadeUpPage(encoding: 8, bytes: [1, 3, 0b10])
        #expect(file(dictionary, indices).refusal() == nil)
        #expect(file(indices).refusal()?.message.hasPrefix("the page refers to a dictionary") == true)
        #expect(file(dictionary, dictionary, indices).refusal()?.code == .badInput)
        var far = indices
        far.bytes = [2, 3, 0b1000, 0]
        #expect(
            file(dictionary, far).refusal()?.message == "a value has the number 2 in a dictionary of 2 values"
        )
        far.bytes = [8, 4, 200]
        #expect(
            file(dictionary, far).refusal()?.message
                == "a value has the number 200 in a dictionary of 2 values")
        far.bytes = [33, 4, 0]
        #expect(file(dictionary, far).refusal()?.message == "packed numbers have 0 to 32 bits, these have 33")
        far.bytes = [1, 0, 0, 0, 0]
        #expect(file(dictionary, far).refusal()?.message == "a run of packed numbers is empty")
        far.bytes = [1]
        #expect(file(dictionary, far).refusal()?.message == "2 packed numbers are wanted, there are 0")
        far.bytes = [1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1]
        #expect(file(dictionary, far).refusal()?.code == .badInput)
        var short = dictionary
        short.count = 1 << 30
        #expect(
            file(short, indices).refusal()?.message == "the page says 1,073,741,824 values, its data hold 2")
    }

    @Test func `levels fit the column and the page`() {
        func levels(_ bytes: [UInt8]) -> MadeUpFile {
            file(MadeUpPage(bytes: little(UInt32(bytes.count)) + bytes + little(5))) { $0.repetition = 1 }
        }
        #expect(levels([3, 0b10]).refusal() == nil)
        #expect(levels([4, 2]).refusal()?.message == "a definition level is 2, the column's largest is 1")
        #expect(levels([2, 1]).refusal()?.message == "2 packed numbers are wanted, there are 1")
        var page = MadeUpPage(bytes: little(UInt32(99)) + [4, 1])
        #expect(
            file(page, change: { $0.repetition = 1 }).refusal()?.message
                == "the levels say 99 bytes, the page has 6")
        page.bytes = [1]
        #expect(file(page, change: { $0.repetition = 1 }).refusal()?.code == .badInput)
        page.levelEncoding = 4
        let refusal = file(page, change: { $0.repetition = 1 }).refusal()
        #expect(refusal?.message == "the encoding BIT_PACKED of the definition levels is not read")
        #expect(refusal?.code == .unsupported)
    }

    @Test func `a page of version 2 says what it holds`() {
        var page = MadeUpPage(type: 3, nulls: 1, levelBytes: (0, 2), bytes: [3, 0b10] + little(5))
        func refusal() -> ParquetError? { file(page, change: { $0.repetition = 1 }).refusal() }
        #expect(refusal() == nil)
        page.nulls = 0
        #expect(refusal()?.message == "the page says 0 nulls, its levels 1")
        (page.nulls, page.levelBytes) = (1, (0, 99))
        #expect(refusal()?.message == "the levels say more bytes than the page has, 10")
        page.levelBytes = (1, 1)
        #expect(refusal()?.message == "a column that is no list has repetition levels")
    }

    @Test func `encodings that are not read are named`() {
        for (encoding, name) in [(4, "BIT_PACKED"), (7, "DELTA_BYTE_ARRAY"), (77, "number 77")] {
            var page = two
            page.encoding = encoding
            #expect(file(page).refusal()?.message == "the encoding \(name) of its values is not read")
        }
    }

    @Test func `texts fit their page, their limit and UTF-8`() {
        func texts(_ bytes: [UInt8], _ encoding: Int = 0) -> MadeUpFile {
            file(MadeUpPage(encoding: encoding, bytes: bytes)) { ($0.type, $0.converted) = (6, 0) }
        }
        let good = little(UInt32(2)) + [0x61, 0x62] + little(UInt32(1)) + [0x63]
        #expect(texts(good).refusal() == nil)
        #expect(texts(good.dropLast()).refusal()?.message == "the page says 2 texts, its data hold 1")
        #expect(
            texts(little(UInt32.max) + little(0)).refusal()?.message
                == "the page says 2 texts, its data hold 0")
        // Half a character at the end of a text, the other half at the beginning of the next.
        let cut = little(UInt32(1)) + [0xC3] + little(UInt32(1)) + [0xA4]
        #expect(texts(cut).refusal()?.message.hasPrefix("a text is not UTF-8") == true)
        #expect(texts(little(UInt32(1)) + [0xFF] + little(UInt32(0))).refusal()?.code == .badInput)
        var limits = ParquetLimits()
        limits.textBytes = 2
        #expect(texts(good).refusal(limits)?.message == "the texts of one row group take more than 2 bytes")
        // Blocks of 128 in 4 parts; the first number and a difference, packed in no bits.
        func numbers(_ first: Int, _ second: Int) -> [UInt8] {
            [0x80, 1, 4, 2] + Thrift.int64(first).bytes + Thrift.int64(second - first).bytes + [0, 0, 0, 0]
        }
        let text = [0x61, 0x62, 0x63] as [UInt8]
        #expect(texts(numbers(1, 2) + text, 6).refusal() == nil)
        #expect(
            texts(numbers(2, 2) + text, 6).refusal()?.message == "the page says 2 texts, its data hold fewer")
        #expect(
            texts(numbers(4, -1) + text, 6).refusal()?.message.hasPrefix("a text has a length of -1") == true)
        #expect(texts(numbers(.max, .max) + text, 6).refusal()?.code == .limit)
        #expect(texts(numbers(0, 1) + numbers(2, 1) + text, 7).refusal() == nil)
        #expect(
            texts(numbers(0, 3) + numbers(2, 1) + text, 7).refusal()?.message
                == "a text shares 3 bytes with one of 2")
        #expect(texts(numbers(0, .max) + numbers(2, 1) + text, 7).refusal()?.code == .limit)
    }

    @Test(
        arguments: [
            ([0x80, 1, 4, 3, 0], "the page has 2 values, its differences say 3"),
            ([0x80, 1, 3, 2, 0], "differences come in blocks of 128 and parts of a block, 3, "),
            ([0, 4, 2, 0], "differences come in blocks of 0"),
            ([0x80, 1, 0, 2, 0], "differences come in blocks of 128"),
            ([0x80, 1, 4, 2, 0, 0, 65, 0, 0, 0], "differences have at most 64 bits, these have 65"),
            ([0x80, 1, 4, 2, 0, 0, 64, 0, 0, 0], "the differences between values are cut short"),
            ([0x80, 1, 4, 2, 0, 0, 64], "the differences between values are cut short"),
            ([0x80, 1, 4, 2], "the differences between values are cut short"),
            (Array(repeating: 0xFF, count: 12), "a number takes more than 64 bits"),
        ] as [([UInt8], String)])
    func `differences follow their rules`(bytes: [UInt8], message: String) {
        let error = file(MadeUpPage(encoding: 5, bytes: bytes)).refusal()
        #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    }

    @Test func `old instants that do not fit are refused`() {
        let instant = little(Int64(0)) + little(UInt32(2_440_589))
        func instants(_ bytes: [UInt8]) -> MadeUpFile {
            file(MadeUpPage(bytes: instant + bytes)) { $0.type = 3 }
        }
        #expect(instants(instant).refusal() == nil)
        #expect(instants(little(Int64(0)) + little(UInt32.max)).refusal()?.code == .badInput)
        #expect(instants(little(Int64.max) + little(UInt32(2_500_000))).refusal()?.code == .badInput)
    }

    @Test func `decimals are the nearest doubles`() throws {
        func number(_ unscaled: [UInt8], scale: Int) throws -> Double? {
            let page = MadeUpPage(count: 1, bytes: unscaled)
            let made = file(page) { file in
                (file.rows, file.type, file.length) = (1, 7, unscaled.count)
                (file.converted, file.scale) = (5, scale)
            }
            let chunk = try ParquetFile(reading: ParquetSource(made.bytes)).read(column: 0, rowGroup: 0)
            guard case .numbers(let numbers) = chunk.values else { return nil }
            return numbers.first
        }
        for (value, scale, text) in [
            (Int128(1), 1, "0.1"), (-3, 0, "-3"), (9_007_199_254_740_993, 2, "90071992547409.93"),
            (123_456_789_012_345_678, 17, "1.23456789012345678"),
            (-(1 << 100), 30, "-1.267650600228229401496703205376"),
        ] {
            let bytes = little(value).reversed().map(\.self)
            #expect(try number(bytes, scale: scale) == Double(text))
        }
        #expect(try number([0xFF], scale: 2) == -0.01)
        #expect(try number([0x80, 0], scale: 38) == -32768e-38)
    }
}
