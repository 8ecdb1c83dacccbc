import ArgumentParser
import Engine
import LiquidationCore
import MarketData
import Plugins
import Scripting

/// `liq tiers`: margin tiers, those that are built in and the user's.
struct TiersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tiers", abstract: "List, show and import margin tiers.",
        discussion: "Example: liq tiers show okx BTCUSDT --at 2026-06-01",
        subcommands: [TiersListCommand.self, TiersShowCommand.self, TiersImportCommand.self])

    /// A day of an option.
    ///
    /// - Throws: ``EngineError`` `.usage`.
    static func day(_ text: String, option: String) throws(EngineError) -> Timestamp {
        if let day = Timestamp(day: text) { return day }
        throw EngineError(.usage, "\(option) takes a day such as 2026-09-29, was '\(text)'")
    }
}
