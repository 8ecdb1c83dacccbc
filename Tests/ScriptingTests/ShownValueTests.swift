import Charts
import Foundation
import LiquidationCore
import LuaRuntime
import MarketData
@testable import Engine
@testable import Plugins
@testable import Scripting
import TestSupport
import Testing

@Suite("Values as they are shown") struct ShownValueTests {
    private let session: Session
    private let folder: TemporaryFolder
    private final class Lines { var all: [String] = [] }
    private let printed = Lines()
    private static let terminal = TerminalStyle(columns: 100, rows: 40)

    init() throws {
        let plugins = SharedFolder.project.appending(path: "plugins").path
        folder = try TemporaryFolder()
        let path = try folder.write("bars.csv", MadeUpMarket.bars(120))
        session = try Session(searchPath: [plugins], style: .plain(columns: 80)) { [printed] in
            printed.all.append($0)
        }
        _ = try session.run(
            "btc = liq.load \"\(path)\" m = btc:map{} r = m:with{leverage = \"retail\"}",
            chunk: "test")
    }

    private func text(_ expression: String, _ style: TerminalStyle = terminal) throws -> String {
        let value = try session.run("return \(expression)", chunk: "test").first ?? .nil
        return try ShownValue(session.state, style).text(value)
    }

    private func lines(_ expression: String, _ style: TerminalStyle = terminal) throws -> [String] {
        try text(expression, style).split(separator: "\n").map(String.init)
    }

    @Test func `known records have their columns in the order of the reference`() throws {
        let heading = try lines("r:clusters{}")[0].split(separator: " ")
        #expect(heading.prefix(7) == ["side", "low", "high", "peak", "notional", "relative", "distance"])
        #expect(try lines("liq.plugins()")[0].split(separator: " ").prefix(3) == ["id", "kind", "version"])
        let account =
            "liq.account{wallet = 1000, positions = {{venue = \"generic\", side = \"long\", entry = 100, quantity = 20}}}.positions"
        #expect(try lines(account)[0].hasPrefix("symbol"))
        #expect(try lines("r:diff(r)")[0].split(separator: " ").prefix(2) == ["side", "price_before"])
    }

    @Test func `people read amounts short and prices of a column with the same decimals`() throws {
        let rows = try lines("r:clusters{}").dropFirst().filter { !$0.hasPrefix("…") }
        #expect(!rows.isEmpty)
        for row in rows {
            let cells = row.split(separator: " ")
            #expect(cells[4].hasPrefix("$") && "KMB".contains(cells[4].last ?? " "), "\(row)")
            #expect(cells[6] == "%" && cells[8] == "%", "\(row)")
        }
        let decimals = Set(rows.map { row in row.split(separator: " ")[1].split(separator: ".").last?.count })
        #expect(decimals.count == 1)
    }

    @Test func `programs get every digit and the unit in the heading`() throws {
        let rows = try lines("r:clusters{}", .plain(columns: 60))
        #expect(
            rows[0].split(separator: " ")
                == [
                    "side", "low(quote)", "high(quote)", "peak(quote)", "notional(quote)",
                    "relative(fraction)", "distance(fraction)", "distance_atr", "share(fraction)",
                    "prominence(fraction)", "near(quote)", "far(quote)", "median_age(ms)",
                ])
        let first = try #require(
            try session.run("return r:clusters{}[1].notional", chunk: "test").first?.double)
        #expect(rows[1].split(separator: " ")[4] == "\(first)")
        let times = try lines("m:explain(m.price * 0.97):deposits{limit = 3}", .plain(columns: 60))
        #expect(times[0].contains("time(ms)") && times[1].contains("17"))
    }

    @Test func `times are dates for people`() throws {
        let rows = try lines(
            "m:explain(m.price * 0.97):deposits{limit = 3}", TerminalStyle(columns: 140, rows: 40))
        #expect(rows[1].contains("2025-05-"), "\(rows[1])")
    }

    @Test func `no table is wider than its terminal, and what is left out is named`() throws {
        for columns in stride(from: 60, through: 160, by: 10) {
            for list in [
                "r:clusters{}", "liq.plugins()", "m:explain(m.price * 0.97):deposits{}", "r:diff(r)",
            ] {
                let rows = try lines(list, TerminalStyle(columns: columns, rows: 30))
                #expect(rows.allSatisfy { $0.count <= columns }, "\(list) at \(columns)")
                #expect(rows.count <= 30)
            }
        }
        let narrow = try lines("m:explain(m.price * 0.97):deposits{}", TerminalStyle(columns: 60, rows: 30))
        #expect(narrow.contains { $0.contains("too narrow for") }, "\(narrow)")
    }

    @Test func `a narrow table of positions has what matters, and says how the rest is had`() throws {
        let positions = """
            liq.account{wallet = 50000, positions = {{venue = "binance", symbol = "BTCUSDT", side = "long", entry = 95000,
            quantity = 2}, {venue = "binance", symbol = "ETHUSDT", side = "short", entry = 3000, quantity = 10}}}.positions
            """
        let rows = try lines(positions, TerminalStyle(columns: 120, rows: 30))
        let heading = rows[0].split(separator: " ").map(String.init)
        let foremost = [
            "symbol", "venue", "side", "state", "liquidation", "distance", "margin_ratio", "profit", "equity",
        ]
        #expect(Array(heading.prefix(9)) == foremost)
        let rest = rows[3...].joined(separator: " ")
        #expect(rest.contains("too narrow for") && rest.contains("bankruptcy"))
        #expect(rest.hasSuffix("; :mode csv has all"))
        #expect(rows.allSatisfy { $0.count <= 120 })
    }

    @Test func `a price is short for people and whole for programs`() throws {
        let price =
            "liq.price{venue = \"binance\", symbol = \"BTCUSDT\", side = \"long\", entry = 95000, leverage = 20, quantity = 2}"
        let short = try text(price)
        #expect(short.contains("90612.4497991968") && short.contains(":explain() shows how it was found"))
        #expect(short.split(separator: "\n").count <= 8)
        let whole = try text(price, .plain(columns: 80))
        #expect(whole.contains("maintenance") && whole.contains("formula") && !whole.contains(":explain()"))
        let print = try session.run("return tostring(\(price))", chunk: "test").first?.text
        #expect(print == whole + "\n")
    }

    @Test func `a dataset fits its terminal`() throws {
        session.style = TerminalStyle(columns: 60, rows: 30)
        let rows = try lines("btc")
        // A path is never broken, and may be longer than the terminal is wide.
        #expect(rows.allSatisfy { $0.count <= 60 || $0.contains(folder.path) }, "\(rows)")
        #expect(rows.contains { $0.hasPrefix("columns in every bar: volume") })
        session.style = .plain(columns: 60)
        #expect(try lines("btc", session.style).contains { $0.hasPrefix("column volume: 120 of 120") })
    }

    @Test func `liq show prints what the console shows`() throws {
        _ = try session.run(
            "liq.show(1 / 3, \"text\", {a = {1, 2}}, nil, r:clusters{limit = 1})", chunk: "test")
        #expect(printed.all.prefix(4) == ["0.3333333333333333", "\"text\"", "{ a = { 1, 2 } }", "nil"])
        #expect(printed.all.count == 5 && printed.all[4].contains("notional(quote)"))
        _ = try session.run("liq.show()", chunk: "test")
        #expect(printed.all.count == 5)
    }

    @Test func `methods and functions of the host are shown by name`() throws {
        #expect(try text("liq.load") == "function liq.load (built in)")
        #expect(try text("m.clusters") == "function map:clusters (built in)")
        #expect(try text("liq.vector{1}.sum").hasPrefix("function"))
        #expect(try text("{btc.close}").hasPrefix("{ vector(120) "))
    }

    @Test(arguments: [
        "m", "m - m:with{leverage = \"retail\"}", "btc:heatmap{columns = 10}", "m:explain(m.price)", "btc",
    ])
    func `what draws itself does so in colour too, without an address`(expression: String) throws {
        for depth in ColorDepth.allCases {
            session.style = TerminalStyle(columns: 80, rows: 30, color: true, depth: depth)
            let shown = try text(expression, session.style)
            #expect(!shown.contains(" 0x") && !shown.hasSuffix("\n"))
        }
    }
}
