import Charts
import LiquidationCore
import PlainText
import Testing

@Suite("DeltaChart") struct DeltaChartTests {
    private static func map(_ leverages: [Double], grid: GridPlan = .linear(step: 1)) throws -> LiquidationMap
    {
        let ladder = try Ladder(leverages)
        let run = try MapRun(
            series: try Sample.series(), model: .balanced, grid: grid, ladder: ladder,
            instrument: Venue.binance.instrument("BTCUSDT"))
        return try run.run(.uniform(on: ladder), barsPerColumn: nil).map
    }

    private func chart(_ differences: [Assumptions.Difference] = []) throws -> DeltaChart {
        DeltaChart(
            try MapDelta(from: Self.map([6, 10, 20, 50]), to: Self.map([8, 10, 25])), title: Sample.title,
            differences: differences)
    }

    @Test func `growth runs to the right and shrinkage to the left`() throws {
        let lines = try chart().text(TerminalStyle(columns: 80, rows: 38)).split(separator: "\n")
        var (grown, shrunk) = (0, 0)
        for line in lines {
            guard let axis = line.firstIndex(of: "│") else { continue }
            let (left, right) = (line[..<axis], line[line.index(after: axis)...])
            let bars: Set<Character> = ["█", "▒", "▌", "▐", "░"]
            let isGrown = right.contains { bars.contains($0) }
            let isShrunk = left.contains { bars.contains($0) }
            if isGrown, !isShrunk {
                grown += 1
                #expect(right.contains("+"), "\(line)")
            }
            if isShrunk, !isGrown {
                shrunk += 1
                #expect(right.contains("−"), "\(line)")
            }
        }
        #expect(grown > 2 && shrunk > 2)
    }

    @Test func `sides are told apart by texture and by column, not by colour alone`() throws {
        for color in [false, true] {
            let text = Sample.withoutCodes(
                try chart().text(TerminalStyle(columns: 100, rows: 40, color: color)))
            #expect(text.contains("█ shorts") && text.contains("▒ longs"))
            #expect(text.contains("longs") && text.contains("shorts"))
            let lines = text.split(separator: "\n")
            let price = try #require(lines.firstIndex { $0.hasPrefix("──►") })
            #expect(lines[..<price].joined().contains("█") && !lines[..<price].joined().contains("▒"))
            let under = lines[(price + 1)...].prefix { $0.contains("│") }.joined()
            #expect(under.contains("▒") && !under.contains("█"))
        }
    }

    @Test(arguments: [true, false])
    func `no line is wider than the style, whatever its width`(unicode: Bool) throws {
        let chart = try chart()
        for columns in stride(from: 60, through: 200, by: 7) {
            let style = TerminalStyle(columns: columns, rows: 30, unicode: unicode, color: columns % 2 == 0)
            let text = Sample.withoutCodes(chart.text(style))
            #expect((text.split(separator: "\n").map(\.count).max() ?? 0) <= columns)
            #expect(unicode || text.utf8.allSatisfy { $0 < 0x80 })
        }
    }

    @Test func `the totals before, after and their change stand under the bars`() throws {
        let (before, after) = (try Self.map([6, 10, 20, 50]), try Self.map([8, 10, 25]))
        let text = try chart().text(.plain(columns: 80))
        let row = try #require(text.split(separator: "\n").first { $0.hasPrefix("longs ") })
        let cells = row.split(separator: " ").map(String.init)
        #expect(cells[1] == NumberText.short(before.total(.long)))
        #expect(cells[2] == NumberText.short(after.total(.long)))
    }

    @Test func `only what differs is listed`() throws {
        let (one, other) = (assumptions("retail", lag: nil), assumptions("whales", lag: "2"))
        let differences = other.differences(from: one)
        #expect(differences.map(\.name) == ["lag", "leverage"])
        #expect(differences.map(\.before) == ["0", "retail"] && differences.map(\.after) == ["2", "whales"])
        let text = try chart(differences).text(.plain(columns: 80))
        #expect(text.contains("leverage") && text.contains("whales"))
        #expect(try chart().text(.plain(columns: 80)).contains("Both maps rest on the same assumptions."))
        #expect(one.differences(from: one).isEmpty)
    }

    private func assumptions(_ leverage: String, lag: String?) -> Assumptions {
        Assumptions(
            engine: "liq", model: [.init("model", "balanced")] + (lag.map { [.init("lag", "\($0)")] } ?? []),
            margin: "brackets",
            parts: [.init(kind: "leverage", id: leverage, version: "1", origin: .builtIn)], data: [],
            coverage: [], notes: ["a note of \(leverage)"])
    }

    @Test func `a plugin of one name that was changed is told by its hash`() {
        func assumptions(_ hash: Character) -> Assumptions {
            Assumptions(
                engine: "liq", model: [], margin: "",
                parts: [
                    .init(
                        kind: "leverage", id: "mine", version: "1",
                        origin: .file(sha256: String(repeating: hash, count: 64)))
                ],
                data: [], coverage: [], notes: [])
        }
        let differences = assumptions("b").differences(from: assumptions("a"))
        #expect(
            differences.map(\.before) == ["mine 1 aaaaaaaa"]
                && differences.map(\.after) == ["mine 1 bbbbbbbb"])
    }

    @Test func `maps that are the same have no bars`() throws {
        let map = try Self.map([10])
        let text = DeltaChart(try MapDelta(from: map, to: map), title: "t", differences: []).text(
            .plain(columns: 80))
        #expect(text.contains("No difference in this range of prices."))
        #expect(!text.contains("│"))
    }

    @Test func `other buckets are told`() throws {
        let delta = try MapDelta(from: Self.map([10]), to: Self.map([10], grid: .linear(step: 1.5)))
        let text = DeltaChart(delta, title: "t", differences: []).text(.plain(columns: 80))
        #expect(text.contains("Their buckets differ"))
    }
}
