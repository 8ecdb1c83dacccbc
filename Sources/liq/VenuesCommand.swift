import ArgumentParser
import Charts
import Engine
import Glibc
import LiquidationCore
import Plugins
import Scripting

/// `liq venues`: whose rules are known, and what they are.
struct VenuesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "venues", abstract: "List venues, or show one's formula, source, trigger and rounding.",
        discussion: "'liq venues ionet --entry 100 --leverage 10' shows the formula of that name, flagged.")

    @Argument(help: "A venue's id; all of them unless given.")
    var id: String?

    @OptionGroup(title: "Drawing") var drawing: DrawingOptions

    @Option(parsing: .unconditional, help: "Of ionet: the entry price.")
    var entry: String?

    @Option(parsing: .unconditional, help: "Of ionet: the leverage.")
    var leverage: String?

    @Option(parsing: .unconditional, help: "Of ionet: the maintenance rate.")
    var maintenanceRate: String?

    /// Nothing is cut where no terminal is drawn to.
    private var listStyle: TerminalStyle {
        drawing.width == nil && isatty(STDOUT_FILENO) == 0 ? .plain(columns: 400) : drawing.style
    }

    func run() throws {
        let values = ["entry": entry, "leverage": leverage, "maintenance_rate": maintenanceRate]
            .compactMapValues { $0.map(PriceFields.Value.text) }
        guard id == "ionet" else {
            if let name = values.keys.sorted().first {
                throw EngineError(.usage, "--\(name.replacing("_", with: "-")) is of the formula ionet alone")
            }
            let text =
                try id.map { VenueText.sheet(try PriceMarket.venue($0), drawing.style) }
                ?? VenueText.list(listStyle)
            return try Output.write(text, to: nil)
        }
        let fields = PriceOptions.fields(values)
        let text = try VenueText.ionet(
            entry: try Price(try fields.positive("entry") ?? 100),
            leverage: try Leverage(try fields.positive("leverage") ?? 10),
            rate: try Rate(try fields.fraction("maintenance_rate") ?? 0.005), drawing.style)
        try Output.write(text, to: nil)
    }
}
