package import LiquidationCore
package import MarketData

/// A map as scripts hold it.
package final class MapObject {
    /// The map with its assumptions.
    package let document: MapDocument
    /// The heading of its picture.
    package let title: String
    /// What it was made of beside its data; `nil` for a map that cannot be made anew.
    package let request: MapRequest?
    /// The map as a part that can be merged; made when an output needs it.
    package let part: () throws -> ExactMap
    private let road: Road?

    /// The way from requests to maps of the same data.
    package struct Road {
        package let make: (MapRequest) throws -> MapEngine.Answer
        package let explain: (MapRequest, ClosedRange<Double>, Side?) throws -> ExplanationDocument

        /// A way by its parts.
        package init(
            make: @escaping (MapRequest) throws -> MapEngine.Answer,
            explain: @escaping (MapRequest, ClosedRange<Double>, Side?) throws -> ExplanationDocument
        ) {
            (self.make, self.explain) = (make, explain)
        }
    }

    package init(_ answer: MapEngine.Answer, _ request: MapRequest, road: Road) {
        (document, title, part) = (answer.map, answer.title, answer.part)
        (self.request, self.road) = (request, road)
    }

    /// A map as signal rules see it, which cannot ask for more.
    package init(_ document: MapDocument, title: String, part: @escaping () throws -> ExactMap) {
        (self.document, self.title, self.part) = (document, title, part)
        (request, road) = (nil, nil)
    }

    /// The map of another request over the same data; this one stays as it is.
    ///
    /// - Throws: ``HostError`` where it cannot be made anew, and what the engine throws.
    /// - Complexity: that of a map.
    package func remake(_ request: MapRequest) throws -> MapObject {
        guard let road else { throw HostError(.script, "a signal rule cannot have its map made anew") }
        return MapObject(try road.make(request), request, road: road)
    }

    /// The same request with mass kept rung by rung; made when an output needs it.
    package func byRung() throws -> MapDocument {
        guard var request, let road else { return document }
        request.byRung = true
        return try road.make(request).map
    }

    /// Tells where the mass between two prices came from, by running the request once more.
    package func explain(_ prices: ClosedRange<Double>, _ side: Side?) throws -> ExplanationDocument {
        guard let request, let road else {
            throw HostError(.script, "a signal rule cannot have its map explained")
        }
        return try road.explain(request, prices, side)
    }
}

/// A heatmap as scripts hold it.
package final class HeatmapObject {
    /// The heatmap with its assumptions.
    package let document: HeatmapDocument
    /// The heading of its picture.
    package let title: String

    package init(_ document: HeatmapDocument, title: String) {
        (self.document, self.title) = (document, title)
    }
}

/// An explained price range as scripts hold it.
package final class ExplanationObject {
    /// The explanation with its assumptions.
    package let document: ExplanationDocument

    package init(_ document: ExplanationDocument) { self.document = document }
}

/// Loaded market data as scripts hold it.
package final class DatasetObject {
    /// The data and what was found.
    package let dataset: Dataset
    /// The path it was loaded from.
    package let path: String

    package init(_ dataset: Dataset, path: String) { (self.dataset, self.path) = (dataset, path) }
}
