package import Charts
package import Engine
import LiquidationCore
package import LuaRuntime
package import MarketData
package import Plugins
import Synchronization

/// A script's world: a Lua state with the `liq` namespace, plugins, and where output goes.
///
/// The command line, batch scripts and the REPL each make one.
package final class Session {
    /// The script's own state.
    package let state: LuaState
    /// Where plugins come from.
    package let catalog: PluginCatalog
    /// How pictures are drawn.
    package var style: TerminalStyle
    /// The map that a script was given last.
    package var map: MapResult?
    /// How many maps are being made within one another.
    var depth = 0
    /// How far work has come.
    package let meter: WorkMeter
    /// Files and folders that market data was loaded from.
    package private(set) var loadedPaths: [String] = []
    /// Files and folders over which nothing may be written: the script's own, and what it has read.
    private(set) var inputs: [String] = []
    /// How the script wants to end, once it has said so; whoever runs it ends the process.
    package private(set) var requestedExit: ScriptExit?
    /// Ctrl-C while no script runs.
    package let interrupt = InterruptFlag()
    /// The texts of what it ran, for errors that show their line.
    package private(set) lazy var texts = ChunkTexts(catalog)
    private let print: (String) -> Void
    private lazy var mapType = MapAPI.sessionType()
    private lazy var deltaType = DeltaAPI.type()
    private lazy var heatmapType = HeatmapAPI.type()
    private lazy var explanationType = ExplanationAPI.type()
    private lazy var datasetType = DatasetAPI.type()
    private lazy var priceType = PriceAPI.priceType()
    private lazy var accountType = PriceAPI.accountType()

    /// A session.
    ///
    /// - Parameters:
    ///   - searchPath: folders of plugins.
    ///   - style: how pictures are drawn.
    ///   - arguments: what the script finds in `arg`.
    ///   - meter: told how far work has come.
    ///   - print: takes each line that scripts and plugins print.
    /// - Throws: ``LuaError`` when there is no memory for a state.
    package convenience init(
        searchPath: [String], style: TerminalStyle, arguments: [String] = [],
        meter: WorkMeter = WorkMeter(write: nil), print: @escaping (String) -> Void
    ) throws {
        try self.init(
            catalog: PluginCatalog(searchPath: searchPath), style: style, arguments: arguments,
            meter: meter, print: print)
    }

    /// A session over a catalogue, which it takes over.
    ///
    /// - Throws: ``LuaError`` when there is no memory for a state.
    package init(
        catalog: PluginCatalog, style: TerminalStyle, arguments: [String] = [],
        meter: WorkMeter = WorkMeter(write: nil), print: @escaping (String) -> Void
    ) throws {
        (self.style, self.print, self.catalog, self.meter) = (style, print, catalog, meter)
        catalog.output = print
        catalog.keepsSources = true
        state = try LuaState(profile: .script, limits: .none, output: print)
        state.host = self
        try LiqNamespace.install(in: self)
        let list = try state.makeTable(array: arguments.map(LuaValue.string), fields: [])
        try state.setGlobal("arg", .table(list))
    }

    /// The engine over this session's plugins.
    package var engine: MapEngine {
        MapEngine(plugins: catalog, meter: meter, shouldContinue: shouldContinue)
    }

    /// Whether work for the script is still wanted. May be asked on any thread while the script waits.
    var shouldContinue: @Sendable () -> Bool {
        // Its flag is set by a signal handler, so that it is made to be read from anywhere.
        nonisolated(unsafe) let state = state
        return { [interrupt] in !state.shouldStop && !interrupt.isUp }
    }

    /// Market data of files and folders as one dataset.
    ///
    /// - Throws: `DataError`.
    package func load(_ paths: [String], options: ReadOptions = ReadOptions()) throws(DataError)
        -> DatasetObject
    {
        for path in paths {
            if !loadedPaths.contains(path) { loadedPaths.append(path) }
            note(input: path)
        }
        return DatasetObject(
            try meter.load(paths, options: options, shouldContinue: shouldContinue),
            path: paths.joined(separator: ", "))
    }

    /// Remembers a path that is read.
    package func note(input path: String) {
        if !inputs.contains(path) { inputs.append(path) }
    }

    /// Ends the script: no call can catch it, and no more of its code runs.
    ///
    /// - Returns: what to throw.
    func exit(_ code: Int32) -> ScriptExit {
        let exit = ScriptExit(code: code)
        requestedExit = requestedExit ?? exit
        state.interrupter.interrupt()
        return exit
    }

    /// A map as a Lua value; it becomes the current one.
    package func value(_ map: MapResult) throws -> LuaValue {
        self.map = map
        return try passing(map)
    }

    /// A map as a Lua value that does not become the current one: a step of many.
    package func passing(_ map: MapResult) throws -> LuaValue { try state.makeObject(map, type: mapType) }

    /// Globals that hold objects of a class, by name.
    package func globals<Object: AnyObject>(of type: Object.Type) throws -> [(name: String, object: Object)] {
        guard let pairs = try state.global("_G").table?.pairs(limit: 100_000) else { return [] }
        return pairs.compactMap { key, value -> (String, Object)? in
            guard let name = key.text, case .object(let reference) = value,
                let object = reference.object as? Object
            else { return nil }
            return (name, object)
        }
        .sorted { $0.0 < $1.0 }
    }

    /// A difference of maps as a Lua value.
    package func value(_ delta: DeltaResult) throws -> LuaValue {
        try state.makeObject(delta, type: deltaType)
    }

    /// A heatmap as a Lua value.
    func value(_ heatmap: HeatmapResult) throws -> LuaValue {
        try state.makeObject(heatmap, type: heatmapType)
    }

    /// An explanation as a Lua value.
    func value(_ explanation: ExplanationResult) throws -> LuaValue {
        try state.makeObject(explanation, type: explanationType)
    }

    /// A dataset as a Lua value.
    func value(_ dataset: DatasetObject) throws -> LuaValue {
        try state.makeObject(dataset, type: datasetType)
    }

    /// A liquidation price as a Lua value.
    func value(_ price: PriceObject) throws -> LuaValue { try state.makeObject(price, type: priceType) }

    /// An account as a Lua value.
    func value(_ account: AccountObject) throws -> LuaValue {
        try state.makeObject(account, type: accountType)
    }

    /// Writes text where scripts print.
    func write(_ text: String) { print(text) }

    /// Seeds `math.random` of scripts and plugins.
    ///
    /// - Throws: ``LuaError`` where there is no memory for it.
    package func seed(_ seed: UInt64) throws {
        catalog.seed = seed
        let set = try state.load("math.randomseed(...)", chunk: "seed")
        _ = try state.call(set, [.integer(Int64(bitPattern: seed))])
    }

    /// Runs source text.
    ///
    /// - Parameters:
    ///   - source: a program.
    ///   - chunk: its name in messages.
    ///   - typed: the text as its user typed it, where that is another; for errors, which show its lines.
    /// - Returns: what it returned.
    /// - Throws: ``LuaError``; its `underlying` is the error of the host function that failed.
    package func run(_ source: String, chunk: String, typed: String? = nil) throws -> [LuaValue] {
        texts.note(typed ?? source, chunk: chunk)
        return try state.call(try state.load(source, chunk: chunk), [])
    }

    /// Runs source text that may be an expression: `return` is tried in front first.
    ///
    /// - Throws: as ``run(_:chunk:)``; a syntax error is that of the text as it stands.
    package func evaluate(_ source: String, chunk: String, typed: String? = nil) throws -> [LuaValue] {
        if let expression = try? state.load("return " + source, chunk: chunk) {
            texts.note(typed ?? source, chunk: chunk)
            return try state.call(expression, [])
        }
        return try run(source, chunk: chunk, typed: typed)
    }

    /// Whether a source text is an expression, or several with commas between.
    package func isExpression(_ source: String) -> Bool {
        (try? state.load("return " + source, chunk: "input")) != nil
    }

    /// Whether more lines could make sense of a source text that does not parse.
    package func isUnfinished(_ source: String) -> Bool {
        func fault(_ text: String) -> LuaError? {
            do {
                _ = try state.load(text, chunk: "input")
                return nil
            } catch { return error }
        }
        guard let plain = fault(source), let expression = fault("return " + source) else { return false }
        return plain.isIncomplete || expression.isIncomplete
    }
}

/// A script that has ended itself.
package struct ScriptExit: Error {
    /// The code that the process ends with.
    package let code: Int32
}

/// Ctrl-C for work outside of scripts: taken once, whichever thread asks first, and then known to all of them.
package final class InterruptFlag: Sendable {
    private let isRaised = Atomic(false)

    /// Not raised.
    package init() {}

    /// Whether Ctrl-C was typed since this was made or lowered.
    package var isUp: Bool {
        if isRaised.load(ordering: .relaxed) { return true }
        guard LuaSignals.takePendingInterrupt() else { return false }
        isRaised.store(true, ordering: .relaxed)
        return true
    }

    /// For the next piece of work.
    package func lower() { isRaised.store(false, ordering: .relaxed) }
}
