import LiquidationCore

/// The columns beside prices while they are put together.
struct BarExtras {
    private var cells: [BarColumn: [Double]] = [:]

    /// What the bars themselves carry, and what follows of it.
    init(_ bars: Timeline, _ notes: inout [String]) {
        for column in BarColumn.allCases { cells[column] = bars[column] }
        notes += TakerFlow.complete(&self, bars)
    }

    /// One cell a bar, NaN where missing; `nil` where the data lacks the column.
    subscript(column: BarColumn) -> [Double]? {
        get { cells[column] }
        set { cells[column] = newValue }
    }

    /// The columns of a series; one without a single number counts as absent. Coverage goes into the report.
    func columns(_ report: inout DataReport) -> BarSeries.Extras {
        var extras = BarSeries.Extras()
        for name in BarColumn.allCases {
            guard let column = cells[name].map(Column.init(missingAsNaN:)), column.presentCount > 0 else {
                // Few have the others, and no model lacks them unless it is told to use them.
                if name.isUsual { report.missing.append(name.name) }
                continue
            }
            report.coverage.append(
                DataReport.Coverage(column: name.name, present: column.presentCount, of: column.count))
            extras[name] = column
        }
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
            } else if !isEvent(slot) || table.layout.kind == .fundingRate {
                notes.append("\(file): \(tally.text(table.placeWord)): value missing in column \(name)")
            }
        }
        if !table.layout.unknown.isEmpty {
            let names = table.layout.unknown.map { Echo.plain($0.utf8) }.joined(separator: ", ")
            notes.append("\(file): unknown columns, not read: \(names)")
        }
        return notes
    }

    /// Whether a blank cell says that nothing happened, rather than that a value is missing.
    private static func isEvent(_ slot: Slot) -> Bool {
        if case .bar(let column) = slot { column.missing == .nothing } else { false }
    }
}
