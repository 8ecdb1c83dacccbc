import ArgumentParser
import Engine
import Glibc
import LuaRuntime
import MarketData
import Scripting

/// `liq check`: what files of market data are, without making a map.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Say what data files are, what is missing, and what to type next.",
        discussion: """
            No map is made. docs/data.md has the layouts that are read.
            Example: liq check klines.csv open-interest.json --columns open_interest=total
            """)

    @Argument(help: "Files and folders of market data; '-' is standard input.") var paths: [String]
    @OptionGroup(title: "Data") var columns: ColumnOptions
    @OptionGroup(title: "Data") var data: DataOptions
    @OptionGroup(title: "Drawing") var drawing: DrawingOptions
    @OptionGroup(title: "Messages") var messages: MessageOptions

    @Option(help: ArgumentHelp("\(DataCheck.formatHelp)"))
    var format: String?

    @Option(help: ArgumentHelp("Write to a file; '-' is standard output.", valueName: "file"))
    var out: String?

    func run() throws {
        let format = try DataCheck.format(named: format, path: Output.file(out))
        try Output.check(out, inputs: paths)
        LuaSignals.installInterrupt()
        let interrupt = InterruptFlag()
        let options = try data.options(columns: columns.columns)
        let survey = try Messages.meter.survey(paths, options: options) { !interrupt.isUp }
        let check = DataCheck(paths, survey, options: data.words(columns: columns.columns))
        try Output.write(format.bytes(of: check, style: drawing.style), to: out)
        // So that `liq check DATA && liq map DATA` holds.
        if !check.makesMap { throw Outcome.badInput }
    }
}
