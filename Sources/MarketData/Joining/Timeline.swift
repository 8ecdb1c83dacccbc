import LiquidationCore
import PlainText

/// The rows of several tables of one kind as columns, each instant once, in time order.
struct Timeline {
    /// Strictly increasing, milliseconds UTC.
    private(set) var time: [Int64] = []
    /// The kept columns of all tables, NaN where a cell is missing.
    private(set) var columns: [Slot: [Double]] = [:]
    /// Duplicates and rows out of order, in plain words.
    private(set) var notes: [String] = []

    /// A column by its slot.
    subscript(slot: Slot) -> [Double]? { columns[slot] }

    /// The columns of one's own, by name.
    var own: [(name: String, cells: [Double])] {
        columns.compactMap { slot, cells -> (name: String, cells: [Double])? in
            if case .own(let name) = slot { (name, cells) } else { nil }
        }.sorted { $0.name < $1.name }
    }

    /// The cells of a column that a series has beside prices.
    subscript(column: BarColumn) -> [Double]? { self[.bar(column)] }

    /// Joins tables one behind the other; sorts and drops identical rows where that is needed.
    ///
    /// - Throws: ``DataError`` where two rows of one instant differ.
    /// - Complexity: O(n) for rows in time order, else O(n log n).
    init(_ tables: [Table]) throws(DataError) {
        let count = tables.reduce(0) { $0 + $1.time.count }
        if tables.count == 1 {
            time = tables[0].time
        } else {
            time.reserveCapacity(count)
            LargePages.advise(&time, count)
            for table in tables { time += table.time }
        }
        for slot in Set(tables.flatMap(\.layout.slots)) {
            columns[slot] = Timeline.column(slot, tables, count)
        }
        for table in tables where table.outOfOrder.count > 0 {
            notes.append(
                "\(Echo.name(table.file)): rows out of order (\(table.outOfOrder.firstText(table.placeWord))), sorted by time"
            )
        }
        if time.indices.dropFirst().contains(where: { time[$0] <= time[$0 - 1] }) { try sort(tables) }
    }

    private static func column(_ slot: Slot, _ tables: [Table], _ count: Int) -> [Double] {
        func cells(_ table: Table) -> [Double]? {
            table.layout.slots.firstIndex(of: slot).map { table.columns[$0] }
        }
        if tables.count == 1, let only = cells(tables[0]) { return only }
        var column: [Double] = []
        column.reserveCapacity(count)
        LargePages.advise(&column, count)
        for table in tables {
            column += cells(table) ?? Array(repeating: .nan, count: table.time.count)
        }
        return column
    }

    private mutating func sort(_ tables: [Table]) throws(DataError) {
        let order = time.indices.sorted { (time[$0], $0) < (time[$1], $1) }
        var kept: [Int] = []
        kept.reserveCapacity(order.count)
        let origin = Origin(tables)
        var conflicts: [(row: Int, earlier: Int)] = []
        var duplicates = Array(repeating: Table.Tally(), count: tables.count)
        for row in order {
            guard let earlier = kept.last, time[earlier] == time[row] else {
                kept.append(row)
                continue
            }
            if isSame(row, earlier) {
                let (table, local) = origin.find(row)
                duplicates[table].add(tables[table].place(local))
            } else {
                conflicts.append((row, earlier))
            }
        }
        if let error = origin.error(conflicts, self) { throw error }
        for (table, tally) in zip(tables, duplicates) where tally.count > 0 {
            let rows = tally.count == 1 ? "1 duplicate row" : "\(tally.count) duplicate rows"
            let place =
                tally.count == 1 ? "\(table.placeWord) \(tally.first)" : tally.firstText(table.placeWord)
            notes.append("\(Echo.name(table.file)): \(rows) (\(place)), identical, dropped")
        }
        time = kept.map { time[$0] }
        for (slot, column) in columns { columns[slot] = kept.map { column[$0] } }
    }

    private func isSame(_ a: Int, _ b: Int) -> Bool { difference(a, b) == nil }

    /// The first column in which two rows differ.
    fileprivate func difference(_ a: Int, _ b: Int) -> Slot? {
        columns.filter { _, column in
            column[a] != column[b] && !(column[a].isNaN && column[b].isNaN)
        }.keys.min { $0.precedes($1) }
    }
}

/// Leads from a row of a timeline back to the table and the row that it came from.
private struct Origin {
    private let tables: [Table]
    private let starts: [Int]

    init(_ tables: [Table]) {
        self.tables = tables
        var start = 0
        starts = tables.map { table in
            defer { start += table.time.count }
            return start
        }
    }

    func find(_ row: Int) -> (table: Int, row: Int) {
        let table = starts.lastIndex { $0 <= row } ?? 0
        return (table, row - starts[table])
    }

    func error(_ conflicts: [(row: Int, earlier: Int)], _ timeline: Timeline) -> DataError? {
        guard let conflict = conflicts.min(by: { $0.row < $1.row }) else { return nil }
        let (late, early) = (find(conflict.row), find(conflict.earlier))
        let (table, other) = (tables[late.table], tables[early.table])
        let timeName = table.layout.fields.first { $0.rule == .time }?.name ?? "time"
        var place = "\(other.placeWord) \(other.place(early.row))"
        if late.table != early.table { place += " of \(Echo.name(other.file))" }
        var message = "same \(timeName) as \(place) with different values"
        if let slot = timeline.difference(conflict.row, conflict.earlier), let column = timeline[slot] {
            let name = table.layout.fields.first { $0.slot == slot }?.name ?? slot.name
            message += " (column \(name): \(column[conflict.row]) and \(column[conflict.earlier]))"
        }
        if table.placeWord != "line" { message = "\(table.placeWord) \(table.place(late.row)): " + message }
        if conflicts.count > 1 { message += "; and \(conflicts.count - 1) more bad rows" }
        return DataError(.badInput, file: table.file, line: table.line(late.row), message)
    }
}

/// Finds bars that are missing between others.
enum Gaps {
    /// Every run of missing bars.
    ///
    /// Months differ in length, so a step counts by how many whole intervals fit into it.
    static func find(_ time: [Int64], interval: Int64) -> [DataReport.Gap] {
        guard interval > 0 else { return [] }
        var gaps: [DataReport.Gap] = []
        for row in time.indices.dropFirst() where time[row] - time[row - 1] != interval {
            let before = time[row - 1]
            let missing = (time[row] - before) / interval - 1
            guard missing > 0 else { continue }
            gaps.append(
                DataReport.Gap(
                    from: Timestamp(milliseconds: before + interval),
                    to: Timestamp(milliseconds: before + missing * interval), bars: Int(missing)))
        }
        return gaps
    }

    /// The first gaps in words, then how many more there are.
    static func notes(_ gaps: [DataReport.Gap], shown: Int = 5) -> [String] {
        var notes = gaps.prefix(shown).map { gap in
            if gap.bars == 1 { return "gap: 1 bar missing at \(gap.from)" }
            let (from, to) = ("\(gap.from)", "\(gap.to)")
            let isSameDay = from.prefix(11) == to.prefix(11)
            return
                "gap: \(gap.bars) bars missing from \(from) to \(isSameDay ? String(to.dropFirst(11)) : to)"
        }
        if gaps.count > shown {
            let bars = gaps.dropFirst(shown).reduce(0) { $0 + $1.bars }
            notes.append("\(gaps.count - shown) more gaps with \(bars) missing bars")
        }
        return notes
    }

    /// "1m", "4h", "1d", else milliseconds.
    static func name(_ interval: Int64) -> String {
        let units: [(Int64, String)] = [
            (7 * 86_400_000, "w"), (86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s"),
        ]
        for (length, unit) in units where interval > 0 && interval % length == 0 {
            return "\(interval / length)\(unit)"
        }
        return interval > 0 ? "\(interval) ms" : "unknown interval"
    }
}
