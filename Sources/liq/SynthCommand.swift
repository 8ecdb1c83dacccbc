import ArgumentParser
import Engine
import Glibc
import LiquidationCore
import MarketData
import MarketSimulator
import Plugins
import Scripting

/// `liq synth`: a made-up market whose positions are known.
struct SynthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synth", abstract: "Make a market whose positions are known.",
        discussion: """
            A seeded simulation of traders who open and close leveraged positions and are liquidated by the \
            venue's rule, with a squeeze and a crash. Writes the exchange's own file formats (klines, metrics, \
            funding) and, under truth/, every position and liquidation. The same options give the same bytes.
            With --zip they come as the exchange's archives do, a file a day, packed, with its checksum.
            Example: liq synth --out my-market --seed 7 --days 10
            """)

    @Option(help: ArgumentHelp("Folder to write into; made where it is not there.", valueName: "folder"))
    var out: String

    @Option(help: "Seed of the random numbers.")
    var seed: UInt64 = 7

    @Option(help: "Symbol; those of 'liq tiers list --venue binance' have their margin tiers.")
    var symbol = "BTCUSDT"

    @Option(help: "First day, 2025-05-01.")
    var start: String?

    @Option(help: "Number of days.")
    var days = 30

    @Option(help: "Minutes a kline.")
    var barMinutes = 15

    @Flag(help: "Write klines, metrics and funding as zip archives with a .CHECKSUM each.")
    var zip = false

    func run() throws {
        let plan = try SimulationPlan.scripted(
            seed: seed, symbol: symbol, start: try startTime(), days: days, barMinutes: barMinutes)
        let market = Simulation(plan).run()
        let files = SimulatedFiles(market)
        if zip {
            for archive in SimulatedFiles.archives(market) { try writeZip(archive.name, archive.text) }
        }
        for file in zip ? files.truth : files.files { try write(Array(file.text.utf8), file.path) }
        Output.note(
            "\(market.bars.count) klines, \(market.positions.count) positions, "
                + "\(market.liquidations.count) liquidations")
    }

    private func writeZip(_ name: String, _ text: String) throws {
        guard let bytes = ZipWriter.archive("\(name).csv", Array(text.utf8)) else {
            throw EngineError(.limit, "no memory for \(name).zip")
        }
        try write(bytes, "\(name).zip")
        try write(Array("\(ContentHash.sha256(bytes))  \(name).zip\n".utf8), "\(name).zip.CHECKSUM")
    }

    private func write(_ bytes: [UInt8], _ name: String) throws {
        let path = "\(out)/\(name)"
        try FolderPath(path).make()
        try TextFile.write(bytes, to: path)
        Output.note("\(path): \(bytes.count) bytes")
    }

    private func startTime() throws -> Timestamp {
        guard let start else { return SimulationPlan.standardStart }
        guard let time = Timestamp(day: start) else {
            throw EngineError(.usage, "--start takes a day such as 2025-05-01, was '\(start)'")
        }
        return time
    }
}
