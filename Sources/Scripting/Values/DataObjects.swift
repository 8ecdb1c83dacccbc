import Engine
import LiquidationCore
package import MarketData

/// A heatmap as scripts hold it.
final class HeatmapObject {
    /// The result that it is part of.
    let result: MapResult
    /// The heatmap.
    let heatmap: Heatmap

    /// The heatmap of a result; `nil` if it has none.
    init?(_ result: MapResult) {
        guard let heatmap = result.heatmap else { return nil }
        (self.result, self.heatmap) = (result, heatmap)
    }
}

/// An explained price range as scripts hold it.
final class ExplanationObject {
    /// The explanation with its assumptions.
    let document: ExplanationDocument

    init(_ document: ExplanationDocument) { self.document = document }
}

/// Loaded market data as scripts hold it.
package final class DatasetObject {
    /// The data and what was found.
    package let dataset: Dataset
    /// The path it was loaded from.
    package let path: String

    init(_ dataset: Dataset, path: String) { (self.dataset, self.path) = (dataset, path) }
}
