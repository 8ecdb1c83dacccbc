import Console
import Engine
import Glibc
import LiquidationCore
import MarketData
import Plugins
import Scripting

/// Writes a heatmap as CSV while it is made: no more than a column is in memory.
struct HeatmapStream {
    private let out: String?

    /// A stream to a file, or to standard output.
    init(_ out: String?) { self.out = out }

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
        let result = try engine.stream(options, request) { grid in
            writer = HeatmapCSV(grid)
            try put(HeatmapCSV.head(engine: "\(EngineVersion.text)"))
        } each: { column in
            if let writer {
                try put(writer.rows(column.span, long: column.notional.long, short: column.notional.short))
            }
        }
        try put(HeatmapCSV.foot(result.assumptions))
        try draft?.commit()
    }
}
