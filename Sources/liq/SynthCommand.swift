import ArgumentParser
import Glibc
import LiquidationCore
import MarketSimulator
import PluginHost

/// `liq synth`: a made-up market whose positions are known.
struct SynthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synth", abstract: "Make a market whose positions are known.",
        discussion: """
            A seeded simulation of traders who open and close leveraged positions and are liquidated by the \
            venue's rule, with a squeeze and a crash. Writes the exchange's own file formats (klines, metrics, \
            funding) and, under truth/, every position and liquidation. The same options give the same bytes.
            Example: liq synth --out my-market --seed 7 --days 10
            """)

    @Option(help: ArgumentHelp("Folder to write into; made where it is not there.", valueName: "folder"))
    var out: String

    @Option(help: "Seed of the random numbers.")
    var seed: UInt64 = 7

    @Option(help: "Symbol; those of 'liq tiers list --venue binance' have their margin brackets.")
    var symbol = "BTCUSDT"

    @Option(help: "First day, 2025-05-01.")
    var start: String?

    @Option(help: "Number of days.")
    var days = 30

    @Option(help: "Minutes a kline.")
    var barMinutes = 15

    func run() throws {
        let plan = try SimulationPlan.scripted(
            seed: seed, symbol: symbol, start: try startTime(), days: days, barMinutes: barMinutes)
        let market = Simulation(plan).run()
        let files = SimulatedFiles(market)
        for file in files.files {
            let path = "\(out)/\(file.path)"
            try FolderPath(path).make()
            try TextFile.write(file.text, to: path)
            Output.note("\(path): \(file.text.utf8.count) bytes")
        }
        Output.note(
            "\(market.bars.count) klines, \(market.positions.count) positions, "
                + "\(market.liquidations.count) liquidations")
    }

    private func startTime() throws -> Timestamp {
        guard let start else { return SimulationPlan.standardStart }
        let parts = start.split(separator: "-").map { Int64($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2],
            let time = Timestamp(year: year, month: month, day: day)
        else { throw HostError(.usage, "--start takes a day such as 2025-05-01, was '\(start)'") }
        return time
    }
}
