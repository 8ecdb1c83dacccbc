/// Live notional per bucket after the last bar, without the ledger behind it.
public struct MapDensity: Sendable {
    /// The price axis.
    public let grid: PriceGrid
    /// Live notional per bucket, quote units.
    public let notional: BySide<[Double]>
}

extension MapRun {
    /// The map's notional alone, several times as fast as a run where the plan has a closed form.
    ///
    /// That is so for ``MapModel/Flow/openInterestChanges`` with one entry price a bar, closing in proportion and
    /// ``MapModel/Touch/beyond``, on data without gaps in open interest and ratio: the bars are then read from the
    /// last to the first, in another order of summation than a run's. The two agree to 1e-12 of the largest bucket;
    /// which one is taken depends on the request alone, so that the same request gives the same bits. Elsewhere it
    /// is a run's map to the bit.
    ///
    /// - Throws: ``CoreError`` as ``run(_:barsPerColumn:recycling:)``.
    /// - Complexity: O(bars · rungs that survive + buckets).
    public func density(_ mix: LeverageMix) throws -> MapDensity {
        let ledger = try Ledger(model: model, grid: grid, rungs: rungs, byRung: false)
        let layout = ledger.rules.long.layout
        guard model.touch == .beyond,
            let spreads = try? BySide.each({ side throws(CoreError) in
                try MixSpread(mix.weights[side], side: side, rungs: rungs, scale: layout.scale)
            }),
            let source = ChangesSource(series, model: model, spreads: spreads)
        else { return MapDensity(grid: grid, notional: try run(mix).map.notional) }
        var survivors = BySide.each { Survivors($0, spreads[$0], grid) }
        var (later, end) = (LaterBars(), series.count)
        while end > 0 {
            let start = max(0, end - LaterBars.size)
            later.read(start..<end, of: source, on: layout)
            survivors.long.add(later, layout.scale)
            survivors.short.add(later, layout.scale)
            end = start
        }
        return MapDensity(grid: grid, notional: survivors.map(\.density))
    }
}
