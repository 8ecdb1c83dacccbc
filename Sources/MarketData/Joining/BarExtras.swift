import LiquidationCore
import PlainText

/// The columns beside prices while they are put together.
struct BarExtras {
    private let volume, takerBuyVolume, takerBuyNotional, takerSellNotional, turnover: [Double]?
    /// Base units at the bar's end.
    var openInterest: [Double]?
    /// Positions, or accounts where a note says so.
    var longShortRatio: [Double]?
    /// On the bar that pays, NaN elsewhere.
    var fundingRate: [Double]?
    /// The range of the mark price, NaN where it is not known.
    var markHigh, markLow: [Double]?

    /// What the bars themselves carry.
    init(_ bars: Timeline, _ notes: inout [String]) {
        let flow = TakerFlow.columns(bars)
        if let note = flow.note { notes.append(note) }
        (volume, takerBuyVolume) = (bars[.volume], bars[.takerBuyVolume])
        (takerBuyNotional, takerSellNotional) = (flow.bought, flow.sold)
        (openInterest, longShortRatio) = (bars[.openInterest], bars[.positionRatio])
        fundingRate = bars[.fundingRate]
        (markHigh, markLow, turnover) = (bars[.markHigh], bars[.markLow], bars[.turnover])
    }

    /// The columns of a series; one without a single number counts as absent. Coverage goes into the report.
    func columns(_ report: inout DataReport) -> BarSeries.Extras {
        var extras = BarSeries.Extras()
        func column(_ slot: Slot, _ cells: [Double]?, isUsual: Bool = true) -> Column? {
            guard let column = cells.map(Column.init(missingAsNaN:)), column.presentCount > 0 else {
                // Few have the others, and no model lacks them unless it is told to use them.
                if isUsual { report.missing.append(slot.name) }
                return nil
            }
            report.coverage.append(
                DataReport.Coverage(column: slot.name, present: column.presentCount, of: column.count))
            return column
        }
        extras.volume = column(.volume, volume)
        extras.takerBuyVolume = column(.takerBuyVolume, takerBuyVolume)
        extras.takerBuyNotional = column(.takerBuyNotional, takerBuyNotional)
        extras.takerSellNotional = column(.takerSellNotional, takerSellNotional)
        extras.openInterest = column(.openInterest, openInterest)
        extras.longShortRatio = column(.positionRatio, longShortRatio)
        extras.fundingRate = column(.fundingRate, fundingRate)
        extras.markHigh = column(.markHigh, markHigh, isUsual: false)
        extras.markLow = column(.markLow, markLow, isUsual: false)
        extras.turnover = column(.turnover, turnover, isUsual: false)
        return extras
    }
}

/// What one table alone gives reason to say.
enum TableNotes {
    /// Zero open interest, missing cells, unknown columns.
    static func of(_ table: Table) -> [String] {
        let file = Echo.name(table.file)
        var notes: [String] = []
        let empty = table.withoutPrices
        if empty.count > 0 {
            notes.append("\(file): \(empty.text(table.placeWord)): no prices, left out")
        }
        let zero = table.zeroOpenInterest
        if zero.count > 0 {
            notes.append("\(file): \(zero.text(table.placeWord)): open interest 0, kept as 0")
        }
        for (slot, tally) in zip(table.layout.slots, table.blanks) where tally.count > 0 {
            let name = table.layout.fields.first { $0.slot == slot }?.name ?? slot.name
            if tally.count == table.time.count {
                notes.append("\(file): column \(name) holds no values, it counts as absent")
            } else if slot != .fundingRate || table.layout.kind == .fundingRate {
                notes.append("\(file): \(tally.text(table.placeWord)): value missing in column \(name)")
            }
        }
        if !table.layout.unknown.isEmpty {
            let names = table.layout.unknown.map { Echo.plain($0.utf8) }.joined(separator: ", ")
            notes.append("\(file): unknown columns, not read: \(names)")
        }
        return notes
    }
}
