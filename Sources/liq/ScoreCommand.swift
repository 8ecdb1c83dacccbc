import ArgumentParser
import Engine
import LiquidationCore
import MarketData
import Scripting

/// `liq score`: what maps are worth, against liquidations that really happened.
struct ScoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Score maps against liquidations that happened.",
        discussion: """
            Each model says how much every bar force-closes; that is compared with what was reported, beside what the size \
            of the move and a fitted path say without a map. docs/truth.md explains the figures.

            Example: liq score bars.csv --against liquidations.csv --model turnover,balanced
            """)

    @OptionGroup(title: "Map") var options: MapOptions<OfScore>

    @Option(
        help: ArgumentHelp(
            "Models to compare, such as turnover,reference+retail: a preset, then + and a leverage plugin. (default: turnover)",
            valueName: "models"))
    var model: [String] = []

    @Option(
        help: ArgumentHelp(
            "Liquidations that happened, a total a bar or orders; models do not see them. (default: those in the data)",
            valueName: "file"))
    var against: [String] = []

    @Flag(
        help: ArgumentHelp(
            "Score all models on all markets of a folder: DATA is that folder, and each folder in it a market with its liquidations."
        )) var board = false

    @Option(help: "The share of the bars that comes before the first scored one.") var learned = 0.6

    @Option(help: "Stretches of the scored bars; before each, densities learn from all bars before it.")
    var stretches = 4

    @OptionGroup(title: "Data") var columns: ColumnOptions
    @OptionGroup(title: "Data") var data: DataOptions
    @OptionGroup(title: "Drawing") var drawing: DrawingOptions
    @OptionGroup(title: "Plugins") var plugins: PluginOptions
    @OptionGroup(title: "Messages") var messages: MessageOptions

    @Option(help: ArgumentHelp("\(ScoreResult.formatHelp)"))
    var format: String?

    @OptionGroup var table: TableOptions

    @Option(help: ArgumentHelp("Write to a file; '-' is standard output.", valueName: "file"))
    var out: String?

    func run() throws {
        if board { return try runBoard() }
        let format = try ScoreResult.format(named: format, path: Output.file(out))
        let arguments = options.arguments
        let inputs = arguments.inputs + against
        try Output.check(out, inputs: inputs)
        try table.check(format, out, inputs: inputs)
        let plan = try ScorePlan(learned: learned, folds: stretches)
        let models = try ScoredModel.models(
            model.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) },
            over: arguments.request())
        let result = try CommandEngine(plugins, data.options(columns: columns.columns)).score(
            arguments, against: against, models: models, plan: plan)
        try table.write(result, format, drawing.style, to: out)
    }

    private func runBoard() throws {
        let format = try ScoreBoard.format(named: format, path: Output.file(out))
        let arguments = options.arguments
        guard arguments.data.count == 1, against.isEmpty else {
            throw EngineError(
                .usage,
                "--board takes one folder of markets, each with its liquidations in it, and no --against")
        }
        try Output.check(out, inputs: arguments.inputs)
        try table.check(format, out, inputs: arguments.inputs)
        let plan = try ScorePlan(learned: learned, folds: stretches)
        let engine = try CommandEngine(plugins, data.options(columns: columns.columns))
        let names = model.flatMap {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let models = try ScoredModel.models(
            names.isEmpty ? engine.shippedModels() : names, over: arguments.request())
        let board = try engine.scoreBoard(of: arguments.data[0], models: models, plan: plan)
        try table.write(board, format, drawing.style, to: out)
    }
}
