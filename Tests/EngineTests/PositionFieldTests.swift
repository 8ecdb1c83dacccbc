import TestSupport
import Testing

@testable import Engine
@testable import MarketData

@Suite("The list of a position's fields") struct PositionFieldTests {
    @Test func `a field is read back by its name, and no other name is one`() {
        for field in PositionField.allCases {
            #expect(PositionField(name: field.name) == field)
            #expect(field.name == "\(field)")
        }
        #expect(PositionField(name: "Entry") == nil)
        #expect(PositionField(name: "") == nil)
    }

    @Test func `scripts take every field of a position, and need those without which there is none`() {
        #expect(PriceRequest.names.count == 23)
        let needed = PriceRequest.arguments.filter { !$0.isOptional }.map(\.name)
        #expect(needed == ["venue", "side", "entry"])
        #expect(PriceRequest.arguments.allSatisfy { !$0.summary.isEmpty && !$0.summary.hasSuffix(".") })
    }

    @Test func `liq price has an option for each field, with the words of the list`() throws {
        let help = try Program.run(["price", "--help"]).text
        let words = help.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for field in PositionField.all(.position) {
            let option = "--" + field.name.replacing("_", with: "-")
            #expect(words.contains("\(option) <"), "\(option)")
            #expect(words.contains(field.summary), "\(option)")
        }
    }

    @Test func `a table takes exactly the columns of the list`() throws {
        for field in PositionField.allCases {
            let header = ["side", "entry", "quantity", "leverage"].filter { $0 != field.name } + [field.name]
            if field.uses.contains(.column) {
                #expect(throws: Never.self) { try PositionHeader(header, file: "table") }
            } else {
                #expect(throws: DataError.self) { try PositionHeader(header, file: "table") }
            }
        }
    }

    @Test func `REPL.md names every field`() throws {
        let page = try Document.text("REPL.md")
        for field in PositionField.all(.position) {
            #expect(page.contains("`\(field.name)`"), "\(field.name)")
        }
    }

    @Test func `what is found has one list of names, which a table's header is part of`() {
        let names = (ReportField.results + ReportField.tiers).map(\.name)
        #expect(Set(names).count == names.count)
        let header = PositionOutput.header.split(whereSeparator: { ",\n".contains($0) }).map(String.init)
        #expect(header.filter { !names.contains($0) } == ["row", "note"])
    }
}
