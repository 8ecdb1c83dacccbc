import ArgumentParser
import Engine
import LiquidationCore
import MarketData
import Plugins
import Scripting

/// `liq merge`: adds maps that were made apart.
struct MergeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Add maps that were written as parts, and draw the sum.",
        discussion: """
            Example: liq map DATA --range 50000..200000 --out a.liqpart, then liq merge a.liqpart b.liqpart

            Parts add up when model, ladder, plugins and price axis are the same; no shard counts twice. The order of
            the files changes nothing. A sum that is written to a .liqpart can be merged again.
            """)

    @Argument(help: ArgumentHelp("Files that liq map or liq merge wrote.", valueName: "part"))
    var parts: [String]

    @OptionGroup(title: "Drawing") var drawing: DrawingOptions
    @OptionGroup(title: "Messages") var messages: MessageOptions

    @Option(help: "Distance from the price that is drawn and searched, a percentage.")
    var within: String?

    @Option(help: "How many shards there should be; fewer are said to be missing.")
    var expect: Int?

    @Option(
        name: .customLong("expect-list"),
        help: ArgumentHelp(
            "A file of what should be there, a line each: VENUE SYMBOL, or VENUE SYMBOL FROM TO with days.",
            valueName: "file"))
    var expectList: String?

    @Option(help: ArgumentHelp("\(MapResult.formatHelp)"))
    var format: String?

    @OptionGroup var table: TableOptions

    @Option(help: ArgumentHelp("Write to a file; '-' is standard output.", valueName: "file"))
    var out: String?

    func run() throws {
        let format = try MapResult.format(named: format, path: Output.file(out))
        let inputs = parts + (expectList.map { [$0] } ?? [])
        try Output.check(out, inputs: inputs)
        try table.check(format, out, inputs: inputs)
        if let expect, !(1...100_000).contains(expect) {
            throw EngineError(.usage, "--expect must lie in 1 to 100,000, was \(expect)")
        }
        var settings = MapSettings(.commandLine)
        if let within { try settings.add("within", .word(within), in: .map) }
        let view = try settings.request()
        let expected = try expectList.map { path in
            try ExpectedParts.parse(String(decoding: TextFile.read(path), as: UTF8.self), file: path)
        }
        let sum = try PartMerge.sum(parts).expecting(expected ?? [], count: expect ?? 0)
        let result = try MapResult(sum: sum, search: view.clusterSearch, drawing: view.drawing)
        // What is for people has the notes in it; other forms are often read by programs.
        if !format.isForPeople { for note in result.assumptions.notes { Output.note("note: \(note)") } }
        if format.rungs == .needed, !sum.isByRung {
            throw EngineError(
                .usage, "CoinGlass's form needs parts that are kept by rung",
                hint: "make them with liq map --by-rung")
        }
        try table.write(result, format, drawing.style, to: out)
    }
}
