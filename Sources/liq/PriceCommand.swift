import ArgumentParser
import Engine
import LiquidationCore
import MarketData
import PlainText
import Plugins
import Scripting

/// `liq price`: the liquidation price of a position, of an account's, or of a table of positions.
struct PriceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "price", abstract: "The liquidation price of positions that are known.",
        discussion: """
            Exact by the venue's published rule and tiers; --explain shows the derivation. With --csv a table of
            positions is priced row by row, with --account an account's positions and their joint shock.
            Example: liq price --venue binance --symbol BTCUSDT --side long --entry 95000 --leverage 20 --quantity 2
            """)

    @OptionGroup(title: "Position") var options: PriceOptions
    @OptionGroup(title: "Drawing") var drawing: DrawingOptions

    @Flag(help: "Everything as JSON, as with --out FILE.json.")
    var json = false

    @Flag(help: "Show the derivation with its numbers.")
    var explain = false

    @Flag(help: "Show the steps of a partial liquidation.")
    var partial = false

    @Option(help: "Find leverage, margin (to add) or quantity for the price of --for.")
    var solve: String?

    @Option(name: .customLong("for"), parsing: .unconditional, help: "The wanted liquidation price.")
    var wish: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Find the largest quantity that lasts until the mark moved so far: 10%.",
            valueName: "distance"))
    var largestFor: String?

    @Option(help: ArgumentHelp("An account: JSON or CSV of its positions.", valueName: "file"))
    var account: String?

    @Option(help: ArgumentHelp("A table of positions; '-' is standard input.", valueName: "file"))
    var csv: String?

    @Flag(help: "With --csv: price what is behind a bad row too.")
    var keepGoing = false

    @Option(help: "With --csv: threads, 1 to 16; as many as processors by default.")
    var threads: Int?

    @Option(help: ArgumentHelp("Write to a file; '-' is standard output.", valueName: "file"))
    var out: String?

    func run() throws {
        try checkTogether()
        try Output.check(out, inputs: [csv, account, options.tiers].compactMap(\.self))
        if let csv {
            return try PriceTable(options, keepGoing: keepGoing, threads: threads).price(csv, to: out)
        }
        if let account { return try price(account: account) }
        let document = try document()
        if isJSON { return try Output.write(document.json, to: out) }
        var text = document.text(drawing.style)
        if explain { text += "\n" + document.explanation(drawing.style) }
        try Output.write(text, to: out)
    }

    private func document() throws -> PriceDocument {
        var values = options.values
        var wanted: String?
        if let solve {
            values["solve"] = .text(solve)
            values["for"] = wish.map(PriceFields.Value.text)
        }
        let fields = PriceOptions.fields(values)
        wanted = try fields.choice("solve", PriceRequest.unknowns)
        let isLargest = largestFor != nil
        let request = try PriceRequest(fields, finding: isLargest ? "quantity" : wanted)
        var document: PriceDocument
        if let largestFor {
            guard let distance = UnitText.fraction(largestFor), distance > 0 else {
                throw EngineError(
                    .usage, "--largest-for takes a distance above zero such as 10%, was '\(largestFor)'")
            }
            document = try request.largest(for: try Rate(distance), code: .usage)
        } else if let wanted {
            guard let price = try fields.positive("for") else {
                throw EngineError(.usage, "--solve needs the wanted liquidation price", hint: "--for PRICE")
            }
            document = try request.solved(for: wanted, at: try Price(price), code: .usage)
        } else {
            document = try request.document()
        }
        if partial { try document.addSteps() }
        return document
    }

    private func price(account: String) throws {
        try options.check(.besideAccount, else: "an account's are in its file")
        var shared = options.values
        let wallet = try options.fields.number("wallet")
        shared["wallet"] = nil
        let document = try AccountRequest(file: account, shared: shared, wallet: wallet).document()
        try Output.write(isJSON ? document.json : document.text(drawing.style), to: out)
    }

    /// Whether JSON is asked for, by its option or by what the file is called.
    private var isJSON: Bool { json || Output.file(out)?.hasSuffix(".json") == true }

    private func checkTogether() throws {
        let modes = [
            ("--csv", csv != nil), ("--account", account != nil), ("--solve", solve != nil),
            ("--largest-for", largestFor != nil),
        ].filter(\.1).map(\.0)
        guard modes.count <= 1 else {
            throw EngineError(.usage, "either \(modes.joined(separator: " or ")), not both")
        }
        if wish != nil, solve == nil { throw EngineError(.usage, "--for needs --solve beside it") }
        if csv == nil, keepGoing || threads != nil {
            throw EngineError(.usage, "\(keepGoing ? "--keep-going" : "--threads") only applies to --csv")
        }
        if csv != nil || account != nil, explain || partial {
            throw EngineError(.usage, "\(explain ? "--explain" : "--partial") applies to one position")
        }
        if csv != nil, json {
            throw EngineError(.usage, "--json applies to one position or an account; --csv gives CSV")
        }
        if let threads, !(1...16).contains(threads) {
            throw EngineError(.usage, "--threads must lie in 1 to 16, was \(threads)")
        }
    }
}
