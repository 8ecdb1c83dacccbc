import ArgumentParser
import Engine
import Glibc
import LiquidationCore
import LuaRuntime
import MarketData
import Plugins
import Scripting

/// The engine behind commands: loads data, tells what was found, makes the map.
struct CommandEngine {
    private let engine: MapEngine
    private let catalog: PluginCatalog
    private let meter: WorkMeter
    private let interrupt = InterruptFlag()
    private let options: ReadOptions

    init(_ plugins: PluginOptions, _ options: ReadOptions) throws {
        self.options = options
        LuaSignals.installInterrupt()
        LuaSignals.endProcessWhenStuck()
        catalog = try plugins.catalog()
        catalog.output = { Output.note($0) }
        meter = Messages.meter
        engine = MapEngine(plugins: catalog, meter: meter, shouldContinue: { [interrupt] in !interrupt.isUp })
    }

    func result(_ options: MapArguments, _ request: MapRequest) throws -> MapResult {
        let sources = try sources(of: options)
        return try engine.result(sources, request)
    }

    /// A heatmap whose columns are handed out one at a time.
    func stream(
        _ options: MapArguments, _ request: MapRequest, begin: (PriceGrid, RowLabels) throws -> Void,
        each: (HeatmapColumn) throws -> Void
    ) throws -> MapResult {
        let sources = try sources(of: options)
        guard sources.count == 1 else {
            throw EngineError(
                .usage, "a heatmap is made of one venue: \(sources.count) are given",
                hint: "make one for each")
        }
        return try engine.stream(sources[0], request, begin: begin, each: each)
    }

    func history(_ options: MapArguments, _ request: MapRequest) throws -> HistoryTable {
        let sources = try sources(of: options)
        defer { meter.clear() }
        return try HistoryTable(try MapHistory(sources, request, again: { [engine] in engine }))
    }

    func explain(
        _ options: MapArguments, _ request: MapRequest, prices: ClosedRange<Double>, side: Side?
    ) throws -> ExplanationResult {
        let sources = try sources(of: options)
        return try engine.explain(sources, request, prices: prices, side: side)
    }

    /// Scores of models on one market; `against` names files of liquidations that models do not see.
    func score(
        _ options: MapArguments, against: [String], models: [ScoredModel], plan: ScorePlan
    ) throws -> ScoreResult {
        var options = options
        guard !options.data.contains(where: { $0 == "-" && against.contains("-") }) else {
            throw EngineError(.usage, "standard input is read once: it is named as data and by --against")
        }
        options.data += against
        let sources = try sources(of: options)
        guard sources.count == 1 else {
            throw EngineError(
                .usage, "a score is of one market: \(sources.count) are given", hint: "make one for each")
        }
        return try ScoreRun(
            sources[0].dataset, hidesLiquidations: !against.isEmpty, models: models, plan: plan,
            engine: engine
        ).result()
    }

    /// Every preset, the default with each leverage plugin, what most tools do, and every pack.
    func shippedModels() throws -> [String] {
        let leverage = try catalog.entries().filter { (try? $0.manifest.get().kind) == .leverage }.map(\.id)
        return MapRequest.presets + Set(leverage).subtracting(["pareto"]).sorted().map { "+" + $0 }
            + ModelPack.ids
    }

    /// Scores on each folder of a folder.
    func scoreBoard(of folder: String, models: [ScoredModel], plan: ScorePlan) throws -> ScoreBoard {
        let folders = try FilePattern((folder.hasSuffix("/") ? folder : folder + "/") + "*/").paths()
        guard !folders.isEmpty else {
            throw EngineError(
                .inputMissing, "\(folder) has no folders of markets", hint: "each holds bars and liquidations"
            )
        }
        var markets: [(name: String, result: ScoreResult)] = []
        var failed: [(name: String, reason: PlainLine)] = []
        for path in folders {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            do {
                let dataset = try meter.load([path], options: options) { [interrupt] in !interrupt.isUp }
                let run = try ScoreRun(
                    dataset, hidesLiquidations: true, models: models.map { $0.whereItCanBeMade }, plan: plan,
                    engine: engine)
                markets.append((name, try run.result()))
            } catch let error as EngineError where error.code == .badInput {
                failed.append((name, PlainLine(error.message)))
            } catch let error as CoreError where error.code != .interrupted {
                failed.append((name, PlainLine(error.message)))
            } catch let error as DataError where error.code == .badInput {
                failed.append((name, PlainLine("\(error)")))
            }
        }
        guard !markets.isEmpty else {
            throw EngineError(
                .badInput, "no market of \(folder) can be scored: \(failed[0].name): \(failed[0].reason)")
        }
        return ScoreBoard(markets, failed: failed)
    }

    /// Loads the data and tells what was found.
    private func sources(of options: MapArguments) throws -> [MapSource] {
        try options.sources { paths in
            let dataset = try meter.load(paths, options: self.options) { [interrupt] in !interrupt.isUp }
            for line in dataset.report.lines { Output.note(line) }
            return dataset
        }
    }
}

/// Where plugins come from and how far they are trusted.
struct PluginOptions: ParsableArguments {
    @Option(
        name: .customLong("plugin"),
        help: ArgumentHelp("A plugin's file to have under its own id; may be given again.", valueName: "file")
    )
    var files: [String] = []

    @Option(
        name: .customLong("plugins"),
        help: ArgumentHelp("A folder of plugins to search first; may be given again.", valueName: "folder"))
    var folders: [String] = []

    @Flag(help: "Run plugins in processes of their own, under limits of the system.")
    var isolated = false

    /// The plugins that there are.
    ///
    /// - Throws: ``EngineError`` `.inputMissing` for a file or folder that is not there, `.badInput` where the list of
    ///   what is isolated cannot be read.
    func catalog() throws(EngineError) -> PluginCatalog {
        for folder in folders where access(folder, R_OK | X_OK) != 0 {
            throw EngineError(.inputMissing, "cannot read the plugin folder \(folder)")
        }
        for file in files where access(file, R_OK) != 0 {
            throw EngineError(.inputMissing, "cannot read the plugin \(file)")
        }
        let catalog = PluginCatalog(searchPath: folders + PluginFolders.usual, files: files)
        catalog.trust = try TrustStore.usual()
        for warning in catalog.trust.warnings { Output.note("warning: \(warning)") }
        catalog.isIsolating = isolated
        catalog.warn = { Output.note("warning: \($0)") }
        return catalog
    }
}
