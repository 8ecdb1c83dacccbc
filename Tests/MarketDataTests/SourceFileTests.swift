import Foundation
import LiquidationCore
import TestSupport
import Testing

@testable import MarketData

/// A `source.lua` beside data.
@Suite("What source.lua says of data") struct SourceFileTests {
    private static let rows =
        "Datum,auf,hoch,tief,zu,Kontrakte\n2025-01-01 00:00,1,2,0.5,1.5,300\n2025-01-01 01:00,1,2,0.5,1.5,400\n"
    private static let source = """
        -- Our own names.
        return {
            columns = { time = "Datum", open = "auf", high = "hoch", low = "tief", close = "zu",
                ["open_interest"] = 'Kontrakte' };
            open_interest_unit = "contracts*0.1",
        }
        """

    private func load(
        _ source: String, _ options: ReadOptions = ReadOptions(), asFile: Bool = false
    ) throws -> Dataset {
        let folder = try TemporaryFolder()
        let file = try folder.write("kurse.csv", Self.rows)
        _ = try folder.write("source.lua", source)
        return try MarketData.load(asFile ? file : folder.path, limits: Limits(), options: options)
    }

    private static func openInterest(_ data: Dataset) -> [Double] {
        (0..<data.series.count).compactMap { data.series.extras[.openInterest]?[$0] }
    }

    @Test(arguments: [false, true])
    func `it is heard for a folder and for a file in it, and a note says so`(asFile: Bool) throws {
        let data = try load(Self.source, asFile: asFile)
        #expect(Self.openInterest(data) == [30, 40])
        #expect(data.report.notes.contains { $0.hasSuffix("source.lua says how the data beside it is read") })
    }

    @Test func `options of the command come before it`() throws {
        var options = ReadOptions()
        options.openInterestUnit = .base
        #expect(Self.openInterest(try load(Self.source, options)) == [300, 400])
    }

    @Test(arguments: [
        ("return { colums = {} }", 1, "'colums' is not known"),
        ("return {\n columns = 'x' }", 2, "columns takes NAME=COLUMN"),
        ("return { time_unit = 'h' }", 1, "time_unit takes s, ms, us, ns, day-first or month-first"),
        ("return { time_unit = { a = 'ms' } }", 1, "time_unit takes s, ms, us, ns, day-first or month-first"),
        ("return { columns = { time = os.exit() } }", 1, "expected a text in quotes"),
        ("x = 1", 1, "expected 'return'"),
        ("return { time_unit = 'ms' } print(1)", 1, "expected the end"),
        ("\n\nreturn { time_unit = 'm\\115' }", 3, "backslash"),
        ("return { time_unit = 'ms', time_unit = 's' }", 1, "is there twice"),
        ("return { columns = {\n time = 'a',\n time = 'b' } }", 3, "is there twice"),
        (
            "return { time_unit = {} }", 1,
            "time_unit takes s, ms, us, ns, day-first or month-first, was a table"
        ),
        ("return { columns = { time = 'Datum' ", 1, "the file ends"),
    ])
    func `anything but a table of texts is refused with its line`(
        source: String, line: Int, message: String
    ) throws {
        let error = #expect(throws: DataError.self) { try load(source) }
        #expect(error?.line == line)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test func `a column that no file has is refused by the file's name`() throws {
        let source = Self.source.replacingOccurrences(
            of: "return {", with: "return { where = { coin = 'BTC' },")
        let error = #expect(throws: DataError.self) { try load(source) }
        #expect(error?.message.contains("no file has a column 'coin' (where coin=BTC of ") == true)
    }

    @Test func `every cut of it ends in an error or in a reading, never in a crash`() throws {
        for count in 0..<Self.source.utf8.count {
            let cut = String(decoding: Self.source.utf8.prefix(count), as: UTF8.self)
            #expect(throws: DataError.self) { try load(cut) }
        }
    }
}
