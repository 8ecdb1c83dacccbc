import LiquidationCore
package import MarketData

/// A map as scripts hold it.
package final class MapObject {
    /// The map with its assumptions.
    package let document: MapDocument
    /// The data and request that it was made of, for outputs that need it made anew.
    package let title: String
    /// The same request with mass kept rung by rung; made when an output needs it.
    let byRung: () throws -> MapDocument
    /// The map as a part that can be merged; made when an output needs it.
    let part: () throws -> ExactMap
    /// Tells where the mass between two prices came from, by running the request once more.
    let explain: Explain

    typealias Explain = (ClosedRange<Double>, Side?) throws -> ExplanationDocument

    init(
        _ document: MapDocument, title: String, part: @escaping () throws -> ExactMap,
        byRung: @escaping () throws -> MapDocument, explain: @escaping Explain
    ) {
        (self.document, self.title, self.part) = (document, title, part)
        (self.byRung, self.explain) = (byRung, explain)
    }

    /// A map as signal rules see it, which cannot ask for more.
    init(_ document: MapDocument, title: String, part: @escaping () throws -> ExactMap) {
        (self.document, self.title, self.part) = (document, title, part)
        byRung = { document }
        explain = { _, _ in throw HostError(.script, "a signal rule cannot have its map explained") }
    }
}

/// A heatmap as scripts hold it.
package final class HeatmapObject {
    /// The heatmap with its assumptions.
    package let document: HeatmapDocument
    /// The heading of its picture.
    package let title: String

    init(_ document: HeatmapDocument, title: String) {
        (self.document, self.title) = (document, title)
    }
}

/// An explained price range as scripts hold it.
package final class ExplanationObject {
    /// The explanation with its assumptions.
    package let document: ExplanationDocument

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
