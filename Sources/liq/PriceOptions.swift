import ArgumentParser
import Engine
import MarketData
import Plugins
import Scripting

/// The terms of a position, as options: one for each ``PositionField``.
struct PriceOptions: ParsableArguments {
    @Option(help: PositionField.venue.help)
    var venue: String?

    @Option(help: PositionField.symbol.help)
    var symbol: String?

    @Option(help: PositionField.side.help)
    var side: String?

    @Option(parsing: .unconditional, help: PositionField.entry.help)
    var entry: String?

    @Option(parsing: .unconditional, help: PositionField.leverage.help)
    var leverage: String?

    @Option(parsing: .unconditional, help: PositionField.quantity.help)
    var quantity: String?

    @Option(parsing: .unconditional, help: PositionField.contracts.help)
    var contracts: String?

    @Option(parsing: .unconditional, help: PositionField.contract_size.help)
    var contractSize: String?

    @Option(help: PositionField.mode.help)
    var mode: String?

    @Option(parsing: .unconditional, help: PositionField.wallet.help)
    var wallet: String?

    @Option(parsing: .unconditional, help: PositionField.margin.help)
    var margin: String?

    @Option(parsing: .unconditional, help: PositionField.extra_margin.help)
    var extraMargin: String?

    @Option(parsing: .unconditional, help: PositionField.funding_paid.help)
    var fundingPaid: String?

    @Option(parsing: .unconditional, help: PositionField.funding_due.help)
    var fundingDue: String?

    @Option(parsing: .unconditional, help: PositionField.mark.help)
    var mark: String?

    @Option(parsing: .unconditional, help: PositionField.other_maintenance.help)
    var otherMaintenance: String?

    @Option(parsing: .unconditional, help: PositionField.other_pnl.help)
    var otherPnl: String?

    @Option(parsing: .unconditional, help: PositionField.fee.help)
    var fee: String?

    @Option(parsing: .unconditional, help: PositionField.maintenance_rate.help)
    var maintenanceRate: String?

    @Option(parsing: .unconditional, help: PositionField.maintenance_amount.help)
    var maintenanceAmount: String?

    @Option(help: PositionField.tiers.help)
    var tiers: String?

    @Option(parsing: .unconditional, help: PositionField.tick.help)
    var tick: String?

    @Option(help: PositionField.at.help)
    var at: String?

    /// What was given.
    var given: [PositionField: String] {
        let all: [PositionField: String?] = [
            .venue: venue, .symbol: symbol, .side: side, .entry: entry, .leverage: leverage,
            .quantity: quantity, .contracts: contracts, .contract_size: contractSize, .mode: mode,
            .wallet: wallet, .margin: margin, .extra_margin: extraMargin, .funding_paid: fundingPaid,
            .funding_due: fundingDue, .mark: mark, .other_maintenance: otherMaintenance, .other_pnl: otherPnl,
            .fee: fee, .maintenance_rate: maintenanceRate, .maintenance_amount: maintenanceAmount,
            .tiers: tiers, .tick: tick, .at: at,
        ]
        return all.compactMapValues(\.self)
    }

    /// The same by name.
    var values: [String: PriceFields.Value] {
        Dictionary(uniqueKeysWithValues: given.map { ($0.key.name, .text($0.value)) })
    }

    /// The same for the readers, which name options in messages.
    var fields: PriceFields { Self.fields(values) }

    /// Refuses what is given although it does not apply.
    ///
    /// - Parameters:
    ///   - use: what applies.
    ///   - reason: where the others belong.
    /// - Throws: ``EngineError`` `.usage` with the first that does not apply.
    func check(_ use: PositionField.Uses, else reason: String) throws(EngineError) {
        let wrong = given.keys.filter { !$0.uses.contains(use) }.map(\.option).min()
        if let wrong { throw EngineError(.usage, "\(wrong) applies to one position: \(reason)") }
    }

    /// Values named as options in messages.
    static func fields(_ values: [String: PriceFields.Value]) -> PriceFields {
        PriceFields(values, code: .usage) { "--" + $0.replacing("_", with: "-") }
    }
}

extension PositionField {
    /// `--funding-paid`.
    var option: String { "--" + name.replacing("_", with: "-") }

    /// What help says of the option.
    fileprivate var help: ArgumentHelp {
        let usual = fallback.isEmpty ? "" : "; \(fallback) unless given"
        return ArgumentHelp(
            "\(summary)\(usual).", valueName: [Kind.path: "file", .day: "day"][kind])
    }
}
