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
    private let meter: WorkMeter
    private let interrupt = InterruptFlag()

    init(_ plugins: PluginOptions) throws {
        LuaSignals.installInterrupt()
        LuaSignals.endProcessWhenStuck()
        let catalog = try plugins.catalog()
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
        _ options: MapArguments, _ request: MapRequest, begin: (PriceGrid) throws -> Void,
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

    func explain(
        _ options: MapArguments, _ request: MapRequest, prices: ClosedRange<Double>, side: Side?
    ) throws -> ExplanationResult {
        let sources = try sources(of: options)
        return try engine.explain(sources, request, prices: prices, side: side)
    }

    /// Loads the data and tells what was found.
    private func sources(of options: MapArguments) throws -> [MapSource] {
        try options.sources { path in
            let dataset = try meter.load(path) { [interrupt] in !interrupt.isUp }
            for line in dataset.report.lines { Output.note(line) }
            return dataset
        }
    }
}
