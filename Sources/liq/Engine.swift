import Glibc
import LuaRuntime
import MarketData
import PluginHost

/// The engine behind commands: loads data, tells what was found, makes the map.
struct Engine {
    private let engine: MapEngine

    init(_ plugins: PluginOptions) {
        LuaSignals.installInterrupt()
        let catalog = PluginCatalog(searchPath: plugins.searchPath)
        catalog.output = { Output.note($0) }
        engine = MapEngine(catalog: catalog) { LuaSignals.takePendingInterrupt() }
    }

    func answer(_ path: String, _ request: MapRequest) throws -> MapEngine.Answer {
        let dataset = try MarketData.load(path)
        for line in dataset.report.lines { Output.note(line) }
        return try engine.answer(dataset, request)
    }
}
