package import Engine
import Foundation
import LiquidationCore
package import MarketData
package import Plugins
package import TestSupport

/// A folder with data and plugins, and an engine over it.
package struct EngineBench {
    package let folder: TemporaryFolder
    package let dataset: Dataset
    package let catalog: PluginCatalog
    package let engine: MapEngine

    package init(bars: Int = 240, funding: String = "0.0003") throws {
        folder = try TemporaryFolder()
        dataset = try MarketData.load(
            try folder.write("bars.csv", MadeUpMarket.bars(bars, funding: funding)))
        let shipped = SharedFolder.project.appending(path: "plugins").path
        catalog = PluginCatalog(searchPath: [folder.path + "/plugins", shipped])
        engine = MapEngine(plugins: catalog)
    }

    /// The map with a leverage plugin of this source, which must be called `p`.
    package func map(leverage source: String) throws -> MapResult {
        try folder.write("plugins/p.lua", source)
        return try map { $0.plugins[.leverage] = PluginChoice("p") }
    }

    /// The map of a request.
    package func map(_ change: (inout MapRequest) throws -> Void = { _ in }) throws -> MapResult {
        var request = MapRequest()
        try change(&request)
        return try engine.result(dataset, request)
    }

    /// The error of a leverage plugin whose `run` has this body.
    package func error(run body: String) -> EngineError? {
        error(source: "return { kind = \"leverage\",\n run = function(bar, ladder, params)\n\(body)\n end }")
    }

    /// The error of a leverage plugin with this source.
    package func error(source: String) -> EngineError? {
        do {
            _ = try map(leverage: source)
            return nil
        } catch { return error as? EngineError }
    }
}

extension MapRequest {
    /// Chooses a plugin of a kind.
    package mutating func set(_ kind: PluginKind, _ choice: PluginChoice) {
        plugins[kind] = choice
    }
}
