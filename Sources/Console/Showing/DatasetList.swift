import Charts
import LiquidationCore
import LuaRuntime
import MarketData
import PlainText
import PluginHost

/// The market data that globals hold, as a table.
struct DatasetList {
    private let session: Session

    init(_ session: Session) { self.session = session }

    func text(_ style: TerminalStyle) throws -> String {
        var table = TextTable([
            .text("name"), .text("symbol"), .text("interval"), .number("bars"), .text("from"), .text("to"),
            .text("path"),
        ])
        for (name, dataset) in try session.globals(of: DatasetObject.self) {
            let series = dataset.dataset.series
            table.append([
                name, dataset.dataset.symbol ?? "", UnitText.text(milliseconds: dataset.dataset.interval),
                NumberText.count(series.count), Self.time(series.time[0]),
                Self.time(series.time[series.count - 1]), dataset.path,
            ])
        }
        guard !table.rows.isEmpty else {
            return "no data is loaded: :load examples/data/BTCUSDT, or btc = liq.load \"…\""
        }
        return table.text(style)
    }

    private static func time(_ milliseconds: Int64) -> String {
        "\(Timestamp(milliseconds: milliseconds))".replacing("T00:00Z", with: "")
    }
}
