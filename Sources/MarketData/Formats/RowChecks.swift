import LiquidationCore
import PlainText

/// The rules between the cells of a row that are each fine.
struct RowChecks {
    /// The cell of a row's open interest; -1 where the file has none.
    let openInterest: Int
    private let layout: Layout
    private let hasPrices: Bool
    private let volume, takerBuyVolume, quoteVolume, takerBuyNotional, markHigh, markLow: Int

    /// The rules that a layout's columns allow to check.
    init(_ layout: Layout) {
        func cell(_ slot: Slot) -> Int { layout.slots.firstIndex(of: slot) ?? -1 }
        self.layout = layout
        // A file of funding rates may have a column `open` and no other price.
        hasPrices = Array(layout.slots.prefix(4)) == [.open, .high, .low, .close]
        (volume, takerBuyVolume) = (cell(.bar(.volume)), cell(.bar(.takerBuyVolume)))
        (quoteVolume, takerBuyNotional) = (cell(.quoteVolume), cell(.bar(.takerBuyNotional)))
        (markHigh, markLow) = (cell(.bar(.markHigh)), cell(.bar(.markLow)))
        openInterest = cell(.bar(.openInterest))
    }

    /// The rule that a row breaks, with the values as the file writes them; `nil` where it breaks none.
    ///
    /// - Parameters:
    ///   - row: cells in the order of the layout's slots, NaN where missing.
    ///   - text: what the ranges refer to.
    ///   - range: where a field starts and ends in the text.
    /// - Returns: the problem in words.
    @inline(__always)
    func problem(
        _ row: [Double], _ text: UnsafePointer<UInt8>, _ range: (Int) -> (start: Int, end: Int)
    ) -> String? {
        if hasPrices {
            let (open, high, low, close) = (row[0], row[1], row[2], row[3])
            if high < low || min(open, close) < low || max(open, close) > high {
                return brokenRange(row, text, range)
            }
        }
        if volume >= 0, takerBuyVolume >= 0, row[takerBuyVolume] > row[volume] * RowChecks.slack {
            return excess(.bar(.takerBuyVolume), .bar(.volume), text, range)
        }
        if quoteVolume >= 0, takerBuyNotional >= 0, row[takerBuyNotional] > row[quoteVolume] * RowChecks.slack
        {
            return excess(.bar(.takerBuyNotional), .quoteVolume, text, range)
        }
        if markHigh >= 0, markLow >= 0, row[markLow] > row[markHigh] {
            return excess(.bar(.markLow), .bar(.markHigh), text, range)
        }
        return nil
    }

    /// Whether no row of a piece breaks a rule.
    func allHold(_ piece: borrowing CleanRows) -> Bool {
        let (cells, stride) = (piece.column(0), piece.stride)
        return allHold(rows: piece.rows) { UnsafePointer(cells + $0 * stride) }
    }

    /// Whether no row breaks a rule.
    ///
    /// - Parameters:
    ///   - rows: how many there are.
    ///   - column: the cells of a column, one a row, NaN where missing.
    /// - Returns: false for the first rule that a row breaks.
    func allHold(rows: Int, _ column: (Int) -> UnsafePointer<Double>) -> Bool {
        var bad = 0
        if hasPrices {
            let (open, high, low, close) = (column(0), column(1), column(2), column(3))
            for row in 0..<rows {
                bad |= high[row] < low[row] ? 1 : 0
                bad |= open[row] < low[row] || open[row] > high[row] ? 1 : 0
                bad |= close[row] < low[row] || close[row] > high[row] ? 1 : 0
            }
        }
        func isWithin(_ part: Int, _ whole: Int) {
            guard part >= 0, whole >= 0 else { return }
            let (parts, wholes) = (column(part), column(whole))
            for row in 0..<rows { bad |= parts[row] > wholes[row] * RowChecks.slack ? 1 : 0 }
        }
        isWithin(takerBuyVolume, volume)
        isWithin(takerBuyNotional, quoteVolume)
        if markHigh >= 0, markLow >= 0 {
            let (highs, lows) = (column(markHigh), column(markLow))
            for row in 0..<rows { bad |= lows[row] > highs[row] ? 1 : 0 }
        }
        return bad == 0
    }

    /// A part may be above its whole by what rounding explains.
    private static var slack: Double { 1 + 1e-9 }

    private func brokenRange(
        _ row: [Double], _ text: UnsafePointer<UInt8>, _ range: (Int) -> (start: Int, end: Int)
    ) -> String {
        let (low, high) = (shown(.low, text, range), shown(.high, text, range))
        if row[1] < row[2] { return "\(high) < \(low)" }
        let slot = row[0] < row[2] || row[0] > row[1] ? Slot.open : .close
        return "\(shown(slot, text, range)) lies outside \(low) to \(high)"
    }

    private func excess(
        _ part: Slot, _ whole: Slot, _ text: UnsafePointer<UInt8>, _ range: (Int) -> (start: Int, end: Int)
    ) -> String { "\(shown(part, text, range)) > \(shown(whole, text, range))" }

    /// The column's name and the cell as the file writes it.
    private func shown(
        _ slot: Slot, _ text: UnsafePointer<UInt8>, _ range: (Int) -> (start: Int, end: Int)
    ) -> String {
        guard let index = layout.fields.firstIndex(where: { $0.slot == slot }) else { return slot.name }
        let (start, end) = range(index)
        let cell = UnsafeBufferPointer(start: text + start, count: end - start)
        return "\(Echo.plain(layout.fields[index].name.utf8)) \(Echo.plain(cell))"
    }
}
