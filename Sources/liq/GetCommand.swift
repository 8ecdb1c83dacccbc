import ArgumentParser
import Downloads
import Engine
import Glibc
import LiquidationCore
import LuaRuntime
import MarketData
import PlainText
import Scripting

/// `liq get`: market data of venues into a folder, the only command that fetches anything.
struct GetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "Fetch market data of a venue into a folder.",
        discussion: """
            Venues: \(VenueOffer.names.joined(separator: ", ")). Transfers are made by the program curl, within the venue's
            limits. The same command again goes on where an interrupted one ended; --update fetches what is new.
            Nothing else of liq fetches anything.
            Example: liq get binance BTCUSDT --from 2025-03-01 --to 2025-05-31 --into btc
            """)

    @Argument(help: "A venue; not needed with --update.") var venue: String?
    @Argument(help: "A symbol as the venue writes it: BTCUSDT, BTC-USDT-SWAP, BTC, PF_XBTUSD.") var symbol:
        String?

    @Option(help: ArgumentHelp("The first day, 2025-03-01.", valueName: "day")) var from: String?
    @Option(help: ArgumentHelp("The last day, included.", valueName: "day")) var to: String?
    @Option(
        help: ArgumentHelp(
            "What to fetch: \(DataKind.allCases.map(\.rawValue).joined(separator: ", ")); what a map needs by default.",
            valueName: "kinds"))
    var what: String?
    @Option(help: ArgumentHelp("The length of bars: 1m, 5m, 1h …", valueName: "interval"))
    var interval = "5m"
    @Option(help: ArgumentHelp("The folder; it is made where it is not there.", valueName: "folder"))
    var into: String?
    @Option(
        help: ArgumentHelp("Fetch what is new for a folder that was fetched before.", valueName: "folder"))
    var update: String?
    @Flag(help: "Show the addresses and fetch nothing.") var dryRun = false
    @OptionGroup(title: "Drawing") var drawing: DrawingOptions
    @OptionGroup(title: "Messages") var messages: MessageOptions

    func run() throws {
        LuaSignals.installInterrupt()
        let interrupt = InterruptFlag()
        do {
            let download = try download()
            if dryRun { return try Output.write(try download.plan().text, to: nil) }
            let line = ProgressLine()
            let report = try download.run(
                progress: { line.show($0) }, shouldContinue: { !interrupt.isUp })
            line.clear()
            try tell(report)
        } catch let error as DownloadError {
            throw EngineError(error)
        }
    }

    private func download() throws -> Download {
        let settings = DownloadSettings(version: EngineVersion.number, environment: Self.environment)
        if let update {
            guard venue == nil, into == nil else {
                throw EngineError(.usage, "--update knows venue, symbol and folder: give it alone")
            }
            return try Download(updating: update, settings: settings)
        }
        guard let venue, let symbol, let from, let to, let into else {
            throw EngineError(
                .usage, "get needs a venue, a symbol, --from, --to and --into",
                hint: "liq get binance BTCUSDT --from 2025-03-01 --to 2025-05-31 --into btc")
        }
        let request = try DownloadRequest(
            venue: venue, symbol: symbol, from: from, to: to, kinds: try what.map(DataKind.list) ?? [],
            interval: interval)
        return Download(request, into: into, settings: settings)
    }

    /// Says what came, then what it is.
    private func tell(_ report: DownloadReport) throws {
        Output.note(
            "\(NumberText.count(report.fetched.count)) files fetched, \(NumberText.short(Double(report.bytes))) bytes, "
                + "\(NumberText.count(report.kept)) there already")
        for name in report.unpublished { Output.note("not published: \(name)") }
        for note in report.notes { Output.note("note: \(note)") }
        if let failure = report.failures.first { throw failure }
        guard let folder = into ?? update else { return }
        let survey = try Messages.meter.survey([folder], options: ReadOptions()) { true }
        let text = try DataCheck.format(named: "text", path: nil).bytes(
            of: DataCheck([folder], survey, options: []), style: drawing.style)
        try Output.write(text, to: nil)
    }

    private static var environment: [String: String] {
        var all: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            all[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
            entry += 1
        }
        return all
    }
}

/// How far a fetch has come, on one line of a terminal; what does not answer is said on a line of its own, wherever it goes.
private final class ProgressLine {
    private let isShown = isatty(STDERR_FILENO) == 1 && !Messages.asked.isQuiet

    /// The try that is under way, and since when.
    private var attempt: (value: DownloadProgress.Attempt, begin: ContinuousClock.Instant)?
    private var said: Set<DownloadProgress.Attempt> = []
    /// How long an answer may take before anything is said.
    private static let patience = Duration.seconds(2)

    private func tell(_ progress: DownloadProgress) {
        guard let value = progress.attempt else {
            attempt = nil
            return
        }
        if attempt?.value != value { attempt = (value, .now) }
        guard let known = attempt, !said.contains(value),
            value.number > 1 || .now - known.begin >= Self.patience
        else { return }
        said.insert(value)
        clear()
        let before = value.reason.isEmpty ? "no answer yet" : value.reason
        Output.note("trying \(value.host), attempt \(value.number) of \(value.most): \(before)")
    }

    func show(_ progress: DownloadProgress) {
        tell(progress)
        guard isShown else { return }
        var text =
            "\(progress.filesDone) of \(progress.filesAll) files, \(NumberText.short(Double(progress.bytes))) bytes, "
            + "\(NumberText.short(progress.bytesPerSecond)) a second"
        if let wait = progress.wait { text += ", waiting: \(wait.reason)" }
        write("\r\u{1B}[K" + text.cut(toBytes: 110))
    }

    func clear() { if isShown { write("\r\u{1B}[K") } }

    private func write(_ text: String) { _ = TextFile.writeAll(Array(text.utf8), to: STDERR_FILENO) }
}

extension EngineError {
    /// What a fetch ran into, under the code of liq that fits.
    fileprivate init(_ error: DownloadError) {
        let code: Code =
            switch error.code {
            case .usage, .notOffered: .usage
            case .venue, .checksum: .badInput
            case .folder: .cannotCreate
            case .inUse: .refused
            case .interrupted: .interrupted
            default: .inputMissing
            }
        self.init(
            code, (error.place.map { "\($0): " } ?? "") + error.message, hint: error.hint)
    }
}
