import Glibc
import LiquidationCore
import LuaRuntime
import MarketData
import PluginHost

/// The engine behind commands: loads data, tells what was found, makes the map.
struct Engine {
    private let engine: MapEngine
    private let progress: Progress

    init(_ plugins: PluginOptions) throws {
        LuaSignals.installInterrupt()
        LuaSignals.endProcessWhenStuck()
        let catalog = PluginCatalog(searchPath: try plugins.searchPath())
        catalog.output = { Output.note($0) }
        let progress = Progress()
        engine = MapEngine(catalog: catalog) { done in
            progress.show(done)
            return !LuaSignals.takePendingInterrupt()
        }
        self.progress = progress
    }

    func answer(_ options: MapOptions, _ request: MapRequest) throws -> MapEngine.Answer {
        let sources = try sources(of: options)
        defer { progress.clear() }
        return try engine.answer(sources, request)
    }

    func explain(
        _ options: MapOptions, _ request: MapRequest, prices: ClosedRange<Double>, side: Side?
    ) throws -> ExplanationDocument {
        let sources = try sources(of: options)
        defer { progress.clear() }
        return try engine.explain(sources, request, prices: prices, side: side)
    }

    /// Loads the data and tells what was found.
    private func sources(of options: MapOptions) throws -> [MapSource] {
        try options.sources { path in
            let dataset = try MarketData.load(path)
            for line in dataset.report.lines { Output.note(line) }
            return dataset
        }
    }
}
