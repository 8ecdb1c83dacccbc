import Charts
import LiquidationCore
import PlainText
import Testing

@Suite("MapChart") struct MapChartTests {
    private func chart(_ grid: GridPlan = .linear(step: 1)) throws -> MapChart {
        try Sample.chart(of: Sample.map(grid: grid), limit: 2)
    }

    @Test func `a small map is drawn in block characters on 80 columns`() throws {
        let text = try chart().text(TerminalStyle(columns: 80, rows: 38))
        #expect(
            text == """
                SAMPLE · 1h · 12 bars

                price    away   force-closed on the way there                   amount to here
                  120 +19.4 % │███▍                                              5.03K    211K
                  116 +15.4 % │█████████████████████████████████████▊            57.0K    206K ③
                  112 +11.4 % │███████████████████                               28.7K    149K
                  108  +7.5 % │█████████████████████████████▍                    44.3K    120K
                  104  +3.5 % │████████████████████████████████████████████████  72.4K   76.0K ①
                  101  +0.7 % │██▍                                               3.61K   3.61K
                ──► 100.5 ──────────────────────────────────────────────────────────────────────
                   99  −1.2 % │▒▒▒▒▒▒░                                           9.58K   9.58K
                   96  −4.5 % │▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒░      65.9K   75.5K ②
                   92  −8.5 % │▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒               52.8K    128K
                   88 −12.4 % │▒▒▒▒▒▒▒▒▒▒▒▒                                      17.7K    146K
                   84 −16.4 % │▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒         61.9K    208K ④
                   80 −20.4 % │▒▒                                                3.19K    211K

                █ shorts: closed by a rise   ▒ longs: closed by a fall
                A line spans 4; the longest bar is $72.4K; "to here" adds up from the price
                outwards.

                   cluster           prices     away  amount  relative
                ①  shorts   103.12 – 106.26   +4.2 %   61.3K      1.00
                ②  longs      94.01 – 96.69   −5.1 %   58.6K      0.96
                ③  shorts   114.92 – 117.93  +15.8 %   52.9K      0.86
                ④  longs      82.44 – 84.86  −16.8 %   51.8K      0.84

                estimated open  longs  shorts  short share
                within 20 %      211K    211K         50 %
                whole map        211K    211K         50 %

                A fall of 20 % would force-close about $211K of longs, a rise of 20 % about
                $211K of shorts.
                Asymmetry within 20 %: 0.00 (balanced).
                Estimated from market data: venues publish no positions. Read it as relative
                risk, not as exact money.
                """)
    }

    @Test(arguments: [1, 1.5, 9])
    func `a span of the whole price and more counts every long below it`(within: Double) throws {
        let map = try Sample.map()
        let text = try Sample.chart(of: map, within: within).text(TerminalStyle(columns: 100, rows: 60))
        let longs = NumberText.short(map.sum(.long, within: try Rate(1)))
        #expect(longs != "0" && text.contains("A fall of 100 % would force-close about $\(longs) of longs"))
        let rise = NumberText.short(map.sum(.short, within: try Rate(within)))
        #expect(text.contains("about $\(rise) of shorts"), "\(text)")
    }

    @Test func `nothing is said of moves from a price that is not on the axis`() throws {
        let map = try Sample.map(
            edges: [110, 112, 114, 116], price: 100, long: [0, 0, 0], short: [5, 6, 7])
        let text = try Sample.chart(of: map).text(TerminalStyle(columns: 100, rows: 60))
        #expect(text.contains("The price axis leaves out the price, 100"))
        #expect(!text.contains("Asymmetry") && !text.contains("A fall of") && !text.contains("within 20 %"))
        #expect(map.asymmetry(within: try Rate(0.2)) == nil)
    }

    @Test func `a small map is drawn in ASCII on 60 columns`() throws {
        let text = try chart().text(TerminalStyle(columns: 60, rows: 38, unicode: false))
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        #expect(
            text == """
                SAMPLE | 1h | 12 bars

                price   force-closed on the way there               amount
                  120 |###                                           5.03K
                  116 |###################################           57.0K C
                  112 |##################                            28.7K
                  108 |###########################                   44.3K
                  104 |############################################  72.4K A
                  101 |##                                            3.61K
                --> 100.5 --------------------------------------------------
                   99 |======                                        9.58K
                   96 |========================================      65.9K B
                   92 |================================              52.8K
                   88 |===========                                   17.7K
                   84 |======================================        61.9K D
                   80 |==                                            3.19K

                # shorts: closed by a rise   = longs: closed by a fall
                A line spans 4; the longest bar is $72.4K.

                   cluster           prices     away  amount  relative
                A  shorts   103.12 - 106.26   +4.2 %   61.3K      1.00
                B  longs      94.01 - 96.69   -5.1 %   58.6K      0.96
                C  shorts   114.92 - 117.93  +15.8 %   52.9K      0.86
                D  longs      82.44 - 84.86  -16.8 %   51.8K      0.84

                estimated open  longs  shorts  short share
                within 20 %      211K    211K         50 %
                whole map        211K    211K         50 %

                A fall of 20 % would force-close about $211K of longs, a
                rise of 20 % about $211K of shorts.
                Asymmetry within 20 %: 0.00 (balanced).
                Estimated from market data: venues publish no positions.
                Read it as relative risk, not as exact money.
                """)
    }

    @Test(arguments: [true, false])
    func `no line is wider than the style, whatever its width`(unicode: Bool) throws {
        let map = try Sample.map()
        let coarse = try Sample.map(grid: .edges([40, 99, 180]))
        let title = "A title that is longer than a narrow terminal: SAMPLE · 1h · 12 bars to 2025-06-15"
        for columns in 60...200 {
            for map in [map, coarse] {
                let text = try Sample.chart(of: map, title: title).text(
                    .plain(columns: columns, unicode: unicode))
                let widest = text.split(separator: "\n").map(\.count).max() ?? 0
                #expect(widest <= columns)
                #expect(text.contains("100.5"), "the price is never cut")
            }
        }
    }

    @Test(arguments: [0.00001234, 0.2134, 7, 104_230.5, 3_000_000])
    func `cheap and dear symbols fit as well`(price: Double) throws {
        let result = try Sample.result(
            Sample.series(around: price), grid: .logarithmic(buckets: 500), columns: 12)
        let heatmap = try #require(result.heatmap)
        for columns in [60, 80, 120] {
            let style = TerminalStyle.plain(columns: columns)
            let map = try Sample.chart(of: result.map).text(style)
            let heat = HeatmapChart(heatmap: heatmap, title: Sample.title).text(style)
            #expect(map.contains(NumberText.price(result.map.price.value)))
            for line in (map + "\n" + heat).split(separator: "\n") {
                #expect(line.count <= columns, "\(line)")
            }
        }
    }

    @Test func `a terminal with few rows gets fewer bins`() throws {
        let chart = try chart()
        let few = chart.text(TerminalStyle(columns: 80, rows: 24)).split(separator: "\n").count
        let many = chart.text(TerminalStyle(columns: 80, rows: 100)).split(separator: "\n").count
        #expect(few < many)
    }

    @Test func `no escape code is written without colour`() throws {
        #expect(!(try chart().text(.plain(columns: 100)).contains("\u{1B}")))
    }

    @Test func `colour changes the texture of longs and nothing else`() throws {
        let plain = try chart().text(.plain(columns: 100, unicode: false))
        let colored = try chart().text(TerminalStyle(columns: 100, unicode: false, color: true))
        #expect(colored.contains("\u{1B}[38;2;"))
        #expect(Sample.withoutCodes(colored) == plain)
        let solid = try chart().text(TerminalStyle(columns: 100, color: true))
        #expect(!solid.contains("▒"))
    }

    @Test func `a map without mass is a sentence`() throws {
        let chart = try Sample.chart(of: Sample.empty().map)
        #expect(chart.text(.plain(columns: 80)).contains("The map is empty: at a price of 100.5"))
    }

    @Test func `a map of one bucket has longs below the price and shorts above it`() throws {
        let lines = try chart(.edges([40, 180])).text(.plain(columns: 80)).split(separator: "\n")
        let price = try #require(lines.firstIndex { $0.hasPrefix("──►") })
        #expect(!lines[..<price].contains { $0.contains("▒") })
        #expect(lines[..<price].contains { $0.contains("██") })
        #expect(lines[price...].contains { $0.contains("▒▒") })
    }

    @Test func `control characters of a title are not passed on`() throws {
        let chart = try Sample.chart(of: Sample.map(), title: "red \u{1B}[31m")
        #expect(!chart.text(.plain(columns: 80)).contains("\u{1B}"))
    }

    @Test func `mass off screen is summed in a line`() throws {
        let chart = try Sample.chart(of: Sample.map(), within: 0.05)
        let text = chart.text(.plain(columns: 80))
        #expect(text.contains("beyond │"))
        #expect(text.contains("of shorts above"))
        #expect(text.contains("of longs below"))
    }
}
