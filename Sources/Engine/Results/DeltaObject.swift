package import Charts
package import LiquidationCore
import MarketData

/// The difference of two maps as scripts hold it: `after - before`.
package final class DeltaObject {
    /// The difference with its assumptions.
    package let document: DeltaDocument
    /// The headings of the maps' pictures.
    private let titles: (before: String, after: String)

    /// The difference of two maps.
    ///
    /// - Throws: `CoreError` `.invalidGrid` where their price axes are too fine to be compared.
    package convenience init(from before: MapObject, to after: MapObject) throws(CoreError) {
        let document = try DeltaDocument(from: before.document, to: after.document)
        self.init(document, (before.title, after.title))
    }

    private init(_ document: DeltaDocument, _ titles: (before: String, after: String)) {
        (self.document, self.titles) = (document, titles)
    }

    /// The same seen from the other map.
    package var reversed: DeltaObject { DeltaObject(document.reversed, (titles.after, titles.before)) }

    /// The chart with what differs.
    package func text(_ style: TerminalStyle, within: Double? = nil) -> String {
        let title =
            titles.before == titles.after
            ? "\(titles.after), less the same with other options" : "\(titles.after), less \(titles.before)"
        return DeltaChart(
            document.delta, title: title, within: within ?? document.after.within,
            differences: document.differences
        ).text(style) + "\n"
    }
}

extension MapObject {
    /// What became of the clusters of another map in this one, the largest change first.
    ///
    /// - Parameters:
    ///   - before: the other map.
    ///   - within: how far from the price a cluster may lie, a fraction; that of this map where `nil`.
    ///   - limit: how many of each side and map.
    ///   - tolerance: how far apart peaks of one cluster may lie, a fraction of the price.
    /// - Returns: the clusters of both, each with what it was and what it is.
    /// - Throws: `CoreError` `.notFinite` for a distance that is none.
    package func moves(
        since before: MapObject, within: Double? = nil, limit: Int = 5,
        tolerance: Rate = ClusterMove.tolerance
    ) throws(CoreError) -> [ClusterMove] {
        ClusterMove.moves(
            from: before.document.map, to: document.map, within: try Rate(within ?? document.within),
            limit: limit, tolerance: tolerance)
    }
}
