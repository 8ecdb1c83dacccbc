import ArgumentParser
import Engine
import Plugins
import Scripting

/// The terms of a position, as options.
struct PriceOptions: ParsableArguments {
    @Option(help: "Venue, such as binance or bybit-inverse; 'liq venues' lists them.")
    var venue: String?

    @Option(help: "Contract, such as BTCUSDT: its maintenance tiers apply.")
    var symbol: String?

    @Option(help: "long or short.")
    var side: String?

    @Option(parsing: .unconditional, help: "Average entry price.")
    var entry: String?

    @Option(parsing: .unconditional, help: "Leverage it was opened at.")
    var leverage: String?

    @Option(
        parsing: .unconditional,
        help: "Size: coins, or the face value of inverse contracts in quote.")
    var quantity: String?

    @Option(parsing: .unconditional, help: "Size in contracts, instead of --quantity.")
    var contracts: String?

    @Option(parsing: .unconditional, help: "Size of one contract, where it is not built in.")
    var contractSize: String?

    @Option(help: "isolated or cross; isolated unless named.")
    var mode: String?

    @Option(parsing: .unconditional, help: "Balance behind a cross position, settlement units.")
    var wallet: String?

    @Option(parsing: .unconditional, help: "Isolated margin, instead of or beside --leverage.")
    var margin: String?

    @Option(parsing: .unconditional, help: "Margin that was added later.")
    var extraMargin: String?

    @Option(parsing: .unconditional, help: "Funding paid since opening; negative where received.")
    var fundingPaid: String?

    @Option(parsing: .unconditional, help: "Funding that falls due next.")
    var fundingDue: String?

    @Option(parsing: .unconditional, help: "The price now; the entry unless given.")
    var mark: String?

    @Option(parsing: .unconditional, help: "What the account's other cross positions require.")
    var otherMaintenance: String?

    @Option(parsing: .unconditional, help: "Unrealised profit of the account's other cross positions.")
    var otherPnl: String?

    @Option(parsing: .unconditional, help: "Another rate for the venue's closing fee: 0.0005 or 0.05%.")
    var fee: String?

    @Option(parsing: .unconditional, help: "Maintenance rate instead of a table: 0.005 or 0.5%.")
    var maintenanceRate: String?

    @Option(parsing: .unconditional, help: "Amount beside --maintenance-rate.")
    var maintenanceAmount: String?

    @Option(help: ArgumentHelp("Tiers from a file that 'liq tiers import' reads.", valueName: "file"))
    var tiers: String?

    @Option(parsing: .unconditional, help: "Smallest step of the price, for the price as it is shown.")
    var tick: String?

    @Option(help: ArgumentHelp("The day whose rule and tiers count, 2025-06-30.", valueName: "day"))
    var at: String?

    /// What was given, by the names of the reference.
    var values: [String: PriceFields.Value] {
        let all = [
            "venue": venue, "symbol": symbol, "side": side, "entry": entry, "leverage": leverage,
            "quantity": quantity, "contracts": contracts, "contract_size": contractSize, "mode": mode,
            "wallet": wallet, "margin": margin, "extra_margin": extraMargin, "funding_paid": fundingPaid,
            "funding_due": fundingDue, "mark": mark, "other_maintenance": otherMaintenance,
            "other_pnl": otherPnl, "fee": fee, "maintenance_rate": maintenanceRate,
            "maintenance_amount": maintenanceAmount, "tiers": tiers, "tick": tick, "at": at,
        ]
        return all.compactMapValues { $0.map(PriceFields.Value.text) }
    }

    /// The same for the readers, which name options in messages.
    var fields: PriceFields { Self.fields(values) }

    /// Values named as options in messages.
    static func fields(_ values: [String: PriceFields.Value]) -> PriceFields {
        PriceFields(values, code: .usage) { "--" + $0.replacing("_", with: "-") }
    }
}
