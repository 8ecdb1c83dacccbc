/// Live shares of one side on the whole axis, brought forward over stretches of bars: after each the map of the data up to
/// there.
///
/// A stretch is one pass backward. What it did not touch is what stood before, less what it replaced, and its own entries.
/// So many maps over time cost a small part of as many passes over all bars; they agree with those to 1e-12.
struct LiveShares: Sendable {
    /// Live share of open interest per bucket.
    private(set) var live: [Double]
    /// What each bucket would hold had no path ever touched it.
    private(set) var all: [Double]
    /// The bar that touched each bucket last; −1 for none.
    private(set) var touched: [Int32]
    /// Live shares that are liquidated below the axis and above it.
    private(set) var below = 0.0
    private(set) var above = 0.0

    /// Nothing live.
    init(on grid: PriceGrid) {
        live = [Double](repeating: 0, count: grid.count)
        (all, touched) = (live, [Int32](repeating: -1, count: grid.count))
    }

    /// Takes the bars of a pass, which follow those that were taken.
    ///
    /// - Complexity: O(buckets + rungs · cells with entries).
    mutating func take(_ pass: borrowing BackwardPass, _ taps: borrowing RungTaps) {
        let (side, kept, count) = (taps.side, pass.kept, live.count)
        let untouched = pass.untouched(side, of: count)
        Self.scale(&all, 0..<count, by: kept)
        taps.add(pass.entries, to: &all)
        Self.scale(&live, untouched, by: kept)
        taps.add(pass.entries, to: &live, in: untouched)
        for bucket in [0..<untouched.lowerBound, untouched.upperBound..<count].joined() {
            live[bucket] = pass.live[side][bucket]
            touched[bucket] = pass.touched[side][bucket]
        }
        let off = taps.offGrid(pass.entries)
        (below, above) = (below * kept + off.below, above * kept + off.above)
    }

    /// Writes a cell a bucket into a column of a heatmap: what is live, or its freshness.
    func copy(_ measure: Heatmap.Measure, worth: Double, to room: inout [Double], at start: Int) {
        var room = room.mutableSpan
        precondition(start >= 0 && start + live.count <= room.count && all.count == live.count)
        switch measure {
        case .amount:
            for index in live.indices { unsafe room[unchecked: start &+ index] = live[index] * worth }
        case .freshness:
            for index in live.indices where all[index] > 0 {
                unsafe room[unchecked: start &+ index] = min(1, live[index] / all[index])
            }
        }
    }

    private static func scale(_ cells: inout [Double], _ range: Range<Int>, by factor: Double) {
        var cells = cells.mutableSpan
        precondition(range.lowerBound >= 0 && range.upperBound <= cells.count)
        for index in range { unsafe cells[unchecked: index] *= factor }
    }
}
