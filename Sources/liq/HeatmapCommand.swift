import ArgumentParser
import Console
import Engine
import Glibc
import LiquidationCore
import MarketData
import PlainText
import Plugins
import Scripting

/// `liq heatmap`: the map over time.
struct HeatmapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "heatmap", abstract: "Make the map over time, with the price path.",
        discussion: "Example: liq heatmap examples/data/BTCUSDT --columns 80")

    @OptionGroup(title: "Map") var options: MapOptions<OfHeatmap>
    @OptionGroup(title: "Data") var data: DataOptions
    @OptionGroup(title: "Drawing") var drawing: DrawingOptions
    @OptionGroup(title: "Plugins") var plugins: PluginOptions
    @OptionGroup(title: "Messages") var messages: MessageOptions

    @Option(help: ArgumentHelp("\(HeatmapResult.formatHelp)"))
    var format: String?

    @OptionGroup var table: TableOptions

    @Option(help: ArgumentHelp("Write to a file; '-' is standard output.", valueName: "file"))
    var out: String?

    func run() throws {
        let format = try HeatmapResult.format(named: format, path: Output.file(out))
        let arguments = options.arguments
        try Output.check(out, inputs: arguments.inputs)
        try table.check(format, out, inputs: arguments.inputs)
        var request = try arguments.request()
        request.columns = request.columns ?? MapRequest.usualColumns
        let engine = try CommandEngine(plugins, data.options(columns: options.arguments.pairs))
        if format.name == "columns" {
            for (name, isGiven) in [("rungs", request.leverages != nil), ("view", request.view != .amount)]
            where isGiven {
                throw EngineError(
                    .usage, "--\(name) only applies to cells, and --format columns has none",
                    subject: .value(nil, of: name))
            }
            return try HeatmapStream(out, table).writeColumns(engine, arguments, request)
        }
        // A CSV is written column by column, so it may have more of them.
        if format.name == "csv" { return try HeatmapStream(out, table).write(engine, arguments, request) }
        let result = try engine.result(arguments, request)
        guard let heatmap = HeatmapResult(result) else { return }
        try Output.write(heatmap, format, drawing.style, to: out)
    }
}

/// Writes a heatmap as CSV while it is made: no more than a column is in memory.
struct HeatmapStream {
    private let out: String?
    private let table: TableOptions

    /// A stream to a file, or to standard output.
    init(_ out: String?, _ table: TableOptions) { (self.out, self.table) = (out, table) }

    /// Makes it and writes what its columns did, without their cells.
    func writeColumns(_ engine: CommandEngine, _ options: MapArguments, _ request: MapRequest) throws {
        var rows: HeatmapColumnsCSV?
        let result = try engine.stream(options, request) { _, labels in
            rows = HeatmapColumnsCSV(table.isPlain ? labels : nil, side: request.side)
        } each: {
            rows?.add($0.span)
        }
        guard let rows else { return }
        guard table.isPlain else { return try Output.write(rows.commented(result.assumptions), to: out) }
        let plain = rows.plain(result.assumptions)
        try table.write(metadata: plain.metadata, of: out)
        try Output.write(plain.bytes, to: out)
    }

    /// Makes and writes it; a file takes its name when it is whole.
    func write(_ engine: CommandEngine, _ options: MapArguments, _ request: MapRequest) throws {
        let draft = try Output.file(out).map { try FileDraft($0) }
        let descriptor = draft?.descriptor ?? STDOUT_FILENO
        func put(_ bytes: [UInt8]) throws {
            guard !TextFile.writeAll(bytes, to: descriptor) else { return }
            let code = errno
            guard let out else { throw IOError(code) }
            throw EngineError(.cannotCreate, "cannot write \(out): \(String(cString: strerror(code)))")
        }
        var writer: HeatmapCSV?
        let result = try engine.stream(options, request) { grid, labels in
            let started = HeatmapCSV(grid, table.isPlain ? labels : nil, request.view)
            if !table.isPlain { try put(HeatmapCSV.head(engine: "\(EngineVersion.text)")) }
            try put(started.header)
            writer = started
        } each: { column in
            if let writer {
                try put(writer.rows(column.span, long: column.cells.long, short: column.cells.short))
            }
        }
        if table.isPlain {
            try table.write(metadata: HeatmapCSV.metadata(result.assumptions), of: out)
        } else {
            try put(HeatmapCSV.foot(result.assumptions))
        }
        try draft?.commit()
    }
}
