package import LiquidationCore
import MarketData

extension MapEngine {
    /// Makes a heatmap and hands out each column when its last bar is taken, so that no more than one is in memory.
    ///
    /// - Parameters:
    ///   - source: the data of one venue.
    ///   - request: what ``result(_:_:)`` takes; its number of columns is not limited by their cells.
    ///   - begin: told of the price axis, and of what labels rows, before the first column.
    ///   - each: takes the columns in order.
    /// - Returns: the map with its assumptions; no heatmap.
    /// - Throws: what ``result(_:_:)`` throws, and what `begin` and `each` throw.
    package func stream(
        _ source: MapSource, _ request: MapRequest, begin: (PriceGrid, RowLabels) throws -> Void,
        each: (HeatmapColumn) throws -> Void
    ) throws -> MapResult {
        let (dataset, own) = try single(source, request)
        // Neither outlives the call.
        return try withoutActuallyEscaping(begin) { begin in
            try withoutActuallyEscaping(each) { each in
                try run(
                    dataset, own, planned: request.model, stream: ColumnStream(begin: begin, each: each))
            }
        }
    }

    /// The data and request of one venue, with what holds for it alone.
    func single(_ source: MapSource, _ request: MapRequest) throws -> (Dataset, MapRequest) {
        var own = request
        own.venue = source.venue ?? request.venue
        for option in source.options { try own.setOption(option.name, to: option.value) }
        return (try source.inBase, own)
    }

    /// Who takes the columns of a heatmap one at a time.
    struct ColumnStream {
        let begin: (PriceGrid, RowLabels) throws -> Void
        let each: (HeatmapColumn) throws -> Void
    }
}

extension MapRequest {
    /// Which part of what is open a heatmap on a ladder shows.
    ///
    /// - Throws: ``EngineError`` `.usage` where no rung lies between the leverages.
    func slice(on ladder: Ladder) throws(EngineError) -> HeatmapSlice {
        guard let leverages else { return HeatmapSlice(side: side, measure: view) }
        let all = ladder.leverages
        if leverages.lowerBound == leverages.upperBound {
            // A single leverage means the rung that is nearest, which must be near.
            let wanted = leverages.lowerBound
            let nearest = all.indices.min { abs(all[$0] - wanted) < abs(all[$1] - wanted) } ?? 0
            if abs(all[nearest] - wanted) <= 0.05 * wanted {
                return HeatmapSlice(side: side, rungs: nearest..<(nearest + 1), measure: view)
            }
        } else if let first = all.firstIndex(where: { $0 >= leverages.lowerBound }),
            let last = all.lastIndex(where: { $0 <= leverages.upperBound }), first <= last
        {
            return HeatmapSlice(side: side, rungs: first..<(last + 1), measure: view)
        }
        let asked =
            leverages.lowerBound == leverages.upperBound
            ? "near \(leverages.lowerBound)x"
            : "from \(leverages.lowerBound)x to \(leverages.upperBound)x"
        throw EngineError(
            .usage, "no rung \(asked): the ladder has \(all.count) from \(all[0])x to \(all[all.count - 1])x",
            hint: "the ladder is the leverage plugin's")
    }
}

extension HeatmapSlice {
    /// What outputs say of it; nothing where it is everything.
    func pairs(on ladder: Ladder) -> [Assumptions.Pair] {
        var pairs: [Assumptions.Pair] = []
        if let side { pairs.append(.init("heatmap side", "\(side.rawValue)")) }
        if measure != .amount { pairs.append(.init("heatmap view", "\(measure.rawValue)")) }
        if let rungs {
            let ends = [rungs.lowerBound, rungs.upperBound - 1].map {
                "\((ladder.leverages[$0] * 100).rounded() / 100)x"
            }
            pairs.append(
                .init(
                    "heatmap rungs",
                    rungs.count == 1 ? "\(ends[0])" : "\(rungs.count), \(ends[0]) to \(ends[1])"))
        }
        return pairs
    }
}
