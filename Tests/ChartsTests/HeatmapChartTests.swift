import Charts
import LiquidationCore
import Testing

@Suite("HeatmapChart") struct HeatmapChartTests {
    private func chart() throws -> HeatmapChart {
        HeatmapChart(heatmap: try Sample.heatmap(), title: Sample.title)
    }

    @Test func `a small heatmap is drawn in shades on 80 columns`() throws {
        let text = try chart().text(TerminalStyle(columns: 80, rows: 20))
        #expect(
            text == """
                SAMPLE · 1h · 12 bars

                  120 │                   ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░
                      │░░░░░░░░░░░░░░░░░░░░░░░░░▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓
                      │       ░░░░░░░░░░░░▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
                      │       ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
                      │▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓████████████████████████
                100.5 │●●●●●●●●●●●●●●●●●●●●●●●●●●●●●●●●●●●●●│     ●●●●●●●●●●●●●●●●●●●●●●●●●●●●●●
                      │▒▒▒▒▒▒▒▒▒▒▒▒▒▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▒▒▒▒▒▒●●●●●●│▒▒▒▒▒▒▒▒▒▒▒▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓
                      │                               ░░░░░░░░░░░░▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
                      │░░░░░░░░░░░░░░░░░░░▒▒▒▒▒▒▒▒▒▒▒▒▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓████████████
                      │                                                       ░░░░░░░░░░░░░░░░░░
                      │░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░▒▒▒▒▒▒▒▒▒▒▒▒▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓
                      └┬───────────────┬───────────────┬───────────────┬────────────────────────
                       06-15 15:00     06-15 17:00     06-15 20:00     06-15 22:00

                0    ░░▒▒▓▓███ $68.3K a cell
                A cell is 3.7 high; brightness grows in proportion to its amount. ● is the
                close. A column is 1h long.
                Estimated from market data: venues publish no positions. Read it as relative
                risk, not as exact money.
                """)
    }

    @Test func `a small heatmap is drawn in ASCII on 60 columns`() throws {
        let text = try chart().text(TerminalStyle(columns: 60, rows: 20, unicode: false))
        #expect(text.utf8.allSatisfy { $0 < 0x80 })
        #expect(
            text == """
                SAMPLE | 1h | 12 bars

                  120 |     .........:::::::::::::::::::::::::::::::::::::::
                      |------------------=============+++++++++*************
                      |.....::::-----==========================+++++++++++++
                      |.....:::::::::::::-------------==================++++
                      |=====+++++++++*****************#####%%%%@@@@@@@@@@@@@
                100.5 |ooooooooooooooooooooooooooo|...oooooooooooooooooooooo
                      |+++++++++*********#####++++oooo|++++++++*****########
                      |         ..............--------======================
                      |--------------=========********##############%%%%%%%%
                      |     ...................................:::::::::::::
                      |:::::------------------====++++**********************
                      ++---------------+---------------+--------------------
                       06-15 15:00     06-15 18:00     06-15 22:00

                0   .:-=+*#%@@ $68.3K a cell
                A cell is 3.7 high; brightness grows in proportion to its
                amount. o is the close. A column is 1h long.
                Estimated from market data: venues publish no positions.
                Read it as relative risk, not as exact money.
                """)
    }

    @Test(arguments: [true, false])
    func `no line is wider than the style, whatever its width`(unicode: Bool) throws {
        let heatmap = try #require(
            Sample.result(Sample.series(count: 300), columns: 300).heatmap)
        for columns in stride(from: 60, through: 200, by: 7) {
            for color in [false, true] {
                let style = TerminalStyle(columns: columns, rows: 20, unicode: unicode, color: color)
                let text = Sample.withoutCodes(
                    HeatmapChart(heatmap: heatmap, title: Sample.title).text(style))
                #expect((text.split(separator: "\n").map(\.count).max() ?? 0) <= columns)
            }
        }
    }

    @Test func `colour draws two cells a character`() throws {
        let text = try chart().text(TerminalStyle(columns: 80, rows: 20, color: true))
        #expect(text.contains("▀"))
        #expect(text.contains("48;2;"))
        #expect(text.contains("255;255;255"), "the path is white")
    }

    @Test func `no escape code is written without colour`() throws {
        #expect(!(try chart().text(.plain(columns: 100)).contains("\u{1B}")))
    }

    @Test func `a heatmap without mass is a sentence`() throws {
        let heatmap = try #require(Sample.empty().heatmap)
        let text = HeatmapChart(heatmap: heatmap, title: Sample.title).text(.plain(columns: 80))
        #expect(text.contains("The heatmap is empty"))
    }

    @Test func `a heatmap of one column and one bucket is drawn`() throws {
        let heatmap = try Sample.heatmap(columns: 1, grid: .edges([40, 180]))
        let text = HeatmapChart(heatmap: heatmap, title: Sample.title).text(.plain(columns: 80))
        #expect(text.contains("●"))
    }
}
