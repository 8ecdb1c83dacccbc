import PlainText

/// The column `close_time` of a file: how long after its open each bar closes.
///
/// Cells are not kept, only how often each length occurs: one length in a good file.
struct CloseTimes {
    /// One length of bars.
    struct Length: Hashable {
        /// Milliseconds from open to close.
        let span: Int64
        /// The number of rows.
        var rows: Int
        /// The place of the first of them.
        let first: Int
    }

    /// The lengths that were found, in the order of the file.
    private(set) var lengths: [Length] = []
    /// The open of the latest bar that has a close, and its length.
    private(set) var last: (open: Int64, span: Int64)?

    /// More lengths than this are not told apart.
    private static let most = 64

    /// Counts rows of one length, of which the last opens at an instant.
    mutating func add(_ span: Int64, rows: Int = 1, from place: Int, open: Int64) {
        if let index = lengths.lastIndex(where: { $0.span == span }) {
            lengths[index].rows += rows
        } else {
            let isFull = lengths.count >= Self.most
            if isFull { lengths[Self.most - 1].rows += rows }
            if !isFull { lengths.append(Length(span: span, rows: rows, first: place)) }
        }
        if open >= last?.open ?? .min { last = (open, span) }
    }

    /// The commonest length.
    var common: Length? { lengths.max { ($0.rows, $1.first) < ($1.rows, $0.first) } }

    /// Whether a bar of this length fills an interval; some write its last millisecond or second, others its end.
    static func fills(_ span: Int64, _ interval: Int64) -> Bool {
        abs(interval - span) <= max(min(1000, interval / 2), interval / 100)
    }

    /// A cell as milliseconds, whatever its unit.
    static func milliseconds(_ text: UnsafePointer<UInt8>, _ count: Int) -> Int64? {
        guard case .value(let number) = WholeNumber.parse(text, count) else {
            return TextTime.parse(text, count)
        }
        return switch TimeUnit(magnitude: number) {
        case .seconds: number * 1000
        case .milliseconds, .text, .dayFirst, .monthFirst: number
        case .microseconds: number / 1000
        case .nanoseconds: number / 1_000_000
        }
    }
}

extension Assembly {
    /// Checks how long bars are by their `close_time` against the steps between them.
    ///
    /// - Parameters:
    ///   - tables: of bars.
    ///   - interval: from bar to bar; where it is a multiple of what all bars last, bars are missing between all of
    ///     them, and it becomes the shorter.
    ///   - notes: get the rows that differ.
    /// - Returns: whether the last bar closes early: it was not finished when it was written.
    /// - Throws: ``DataError`` `.badInput` where the bars of a file last longer or shorter than their steps.
    func checkCloseTimes(
        _ tables: [Table], _ interval: inout Int64?, _ notes: inout [String]
    ) throws(DataError) -> Bool {
        // Months differ in length.
        guard let step = interval, step < 28 * 86_400_000 else { return false }
        let bars = tables.filter { $0.closeTimes.common != nil }
        let spans = Set(bars.compactMap(\.closeTimes.common?.span))
        if let span = spans.first, spans.count == 1, span > 0, !CloseTimes.fills(span, step) {
            let length = span % 1000 == 999 ? span + 1 : span
            if step % length == 0 { interval = length }
        }
        guard let interval else { return false }
        for table in bars {
            guard let common = table.closeTimes.common, !CloseTimes.fills(common.span, interval) else {
                continue
            }
            let length = common.span % 1000 == 999 ? common.span + 1 : common.span
            throw Table.Place(table, common.first - table.firstPlace).error(
                "column close_time: the bar lasts \(Gaps.name(length)), but bars are \(Gaps.name(interval)) apart",
                hint: "open and close times have to be of one interval")
        }
        let last = bars.compactMap(\.closeTimes.last).max { $0.open < $1.open }
        let isOpen = last.map { $0.span < interval && !CloseTimes.fills($0.span, interval) } ?? false
        for table in bars {
            var odd = table.closeTimes.lengths.filter { !CloseTimes.fills($0.span, interval) }
            // The last bar has a note of its own.
            if isOpen, let last, let own = table.closeTimes.last, own.open == last.open,
                let index = odd.firstIndex(where: { $0.span == last.span })
            {
                if odd[index].rows == 1 { odd.remove(at: index) } else { odd[index].rows -= 1 }
            }
            guard let first = odd.min(by: { $0.first < $1.first }) else { continue }
            let rows = odd.reduce(0) { $0 + $1.rows }
            notes.append(
                "\(Echo.name(table.file)): \(table.placeWord) \(first.first)"
                    + (rows > 1 ? " and \(rows - 1) more" : "")
                    + ": close_time is not the end of a bar of \(Gaps.name(interval))")
        }
        return isOpen
    }
}
