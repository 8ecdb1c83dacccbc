import Charts
import Testing

@Suite("Sparkline") struct SparklineTests {
    @Test func `a rising line uses every level`() {
        let line = Sparkline((0..<8).map { Double($0) })
        #expect(line.text(8) == "▁▂▃▄▅▆▇█")
        #expect(line.text(8, unicode: false) == "_.-:=+*#")
    }

    @Test func `neighbours are drawn as their mean`() {
        #expect(Sparkline([0, 2, 10, 10]).text(2) == "▁█")
    }

    @Test func `missing numbers leave a blank`() {
        #expect(Sparkline([1, nil, .nan, 2]).text(10) == "▁  █")
        #expect(Sparkline([nil, nil]).text(2) == "  ")
    }

    @Test func `numbers that are all the same stand in the middle`() {
        #expect(Sparkline([3, 3, 3]).text(3) == "▄▄▄")
        #expect(Sparkline([3, 3, 3], isFromZero: true).text(3) == "███")
    }

    @Test func `no numbers and no room give no text`() {
        #expect(Sparkline([]).text(10) == "")
        #expect(Sparkline([1, 2]).text(0) == "")
    }

    @Test func `the largest numbers do not overflow`() {
        let most = Double.greatestFiniteMagnitude
        #expect(Sparkline([-most, most]).text(2) == "▁█")
    }
}

@Suite("TextTable") struct TextTableTests {
    private let table = TextTable(
        [.text("name"), .number("amount"), .text("note")],
        rows: [["first", "1.24B", "a note that is rather long"], ["second", "7"]])

    @Test func `words stand left and numbers right`() {
        #expect(
            table.text(.plain(columns: 80)) == """
                name    amount  note
                first    1.24B  a note that is rather long
                second       7
                """)
    }

    @Test func `a narrow table shortens words and never numbers`() {
        #expect(
            table.text(.plain(columns: 30)) == """
                name   amount note
                first   1.24B a note that is …
                second      7
                """)
        #expect(table.lines(.plain(columns: 30, unicode: false))[1].hasSuffix("~"))
    }

    @Test func `columns that have no room are left out from the right`() {
        #expect(table.text(.plain(columns: 14)) == "name   amount\nfirst   1.24B\nsecond      7")
    }

    @Test func `a table without rows is its heading`() {
        #expect(TextTable([.text("a"), .number("b")]).text(.plain(columns: 80)) == "a  b")
    }
}
