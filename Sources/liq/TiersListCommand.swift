import ArgumentParser
import Engine
import LiquidationCore
import MarketData
import Plugins
import Scripting

/// `liq tiers list`: what tables there are.
struct TiersListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the tier tables: built in and imported.")

    @Option(help: "Only this venue.")
    var venue: String?

    func run() throws {
        if let venue { try TierImport.check(venue: venue) }
        let store = TierStore.usual()
        var editions: [TierEdition] = []
        var isSound = true
        for id in TierStore.venues where venue == nil || venue == id {
            editions += TierCatalog.editions(venue: id)
            for stored in store.stored(venue: id) {
                do {
                    editions.append(try stored.edition(title: TierStore.title(of: id)))
                } catch {
                    isSound = false
                    Output.error("invalid: \(error)")
                }
            }
        }
        let order = TierStore.venues
        editions.sort { a, b in
            let (i, j) = (order.firstIndex(of: a.venue) ?? 0, order.firstIndex(of: b.venue) ?? 0)
            return (i, a.symbol, a.table.day ?? "") < (j, b.symbol, b.table.day ?? "")
        }
        try Output.write(TierText.list(editions), to: nil)
        if !isSound { throw Outcome.badInput }
    }
}
