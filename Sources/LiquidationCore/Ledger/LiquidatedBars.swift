/// What the bars of a run liquidated on one side. Only those that liquidated anything are kept: with a cell for every
/// bar, filling the memory would cost a fifth of the run.
struct LiquidatedBars: Sendable {
    /// Bars in time order.
    private(set) var bars: [Int32] = []
    /// Their notional.
    private(set) var notional: [Double] = []

    /// Takes note of a bar after those that are known.
    mutating func append(_ notional: Double, bar: Int) {
        guard notional != 0 else { return }
        bars.append(Int32(bar))
        self.notional.append(notional)
    }

    /// One cell a bar, zero where nothing was liquidated.
    ///
    /// - Complexity: O(count).
    func cells(_ count: Int) -> [Double] {
        var cells = [Double](repeating: 0, count: count)
        for (bar, notional) in zip(bars, notional) { cells[Int(bar)] = notional }
        return cells
    }

    /// The sums over spans of bars.
    ///
    /// - Parameters:
    ///   - barsPerSpan: how many bars make a span.
    ///   - count: how many spans there are.
    /// - Returns: one sum a span.
    func sums(barsPerSpan: Int, count: Int) -> [Double] {
        var sums = [Double](repeating: 0, count: count)
        for (bar, notional) in zip(bars, notional) { sums[Int(bar) / barsPerSpan] += notional }
        return sums
    }
}
