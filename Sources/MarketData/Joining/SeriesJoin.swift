import LiquidationCore
import PlainText

/// Puts rows that have the open of a span of time on bars of another length, so that no bar knows what came after it.
struct SeriesJoin {
    /// Opens of the rows, strictly increasing, milliseconds.
    let times: [Int64]
    /// The length of a row, milliseconds.
    let step: Int64
    /// Opens of the bars, strictly increasing.
    let opens: [Int64]
    /// The length of a bar, milliseconds.
    let interval: Int64

    /// What a row says of its span.
    enum Reading {
        /// The state at its end: open interest, ratios, depth.
        case state
        /// What happened within it: volume, liquidations.
        case sum
    }

    /// How a column counts over time.
    static func reading(of slot: Slot) -> Reading {
        switch slot {
        case .bar(let column):
            switch column {
            case .volume, .takerBuyVolume, .takerBuyNotional, .takerSellNotional, .liquidatedLong,
                .liquidatedShort, .turnover:
                .sum
            default: .state
            }
        case .quoteVolume: .sum
        default: .state
        }
    }

    /// One column on the bars; NaN where a bar has no row, and where a sum is not covered from end to end.
    ///
    /// A row that is longer than a bar tells its state at the end of the bar that it ends with; what happened within it
    /// cannot be divided.
    /// - Complexity: O(rows + bars).
    func column(_ cells: [Double], _ reading: Reading) -> [Double] {
        var next = 0
        return opens.map { open in
            // Rows whose end lies within (open, end] of the bar.
            while next < times.count, times[next] + step <= open { next += 1 }
            let first = next
            while next < times.count, times[next] + step <= open + interval { next += 1 }
            guard next > first else { return .nan }
            switch reading {
            case .state: return cells[next - 1]
            case .sum:
                guard step <= interval, times[first] >= open, Int64(next - first) * step == interval else {
                    return .nan
                }
                return (first..<next).reduce(0) { $0 + cells[$1] }
            }
        }
    }
}

extension Assembly {
    /// Puts columns of tables without prices on the bars, one file's interval at a time.
    ///
    /// - Throws: ``DataError`` where two files hold the same column of the same bars.
    func joinSeries(
        to bars: Timeline, _ interval: Int64, _ extras: inout BarExtras, _ notes: inout [String]
    ) throws(DataError) {
        let parts = tables.filter { $0.layout.kind == .series }
        var origins: [Slot: String] = [:]
        // Files of the same columns are one table in several parts.
        let groups = Dictionary(grouping: parts) { Set($0.layout.slots) }
        for group in groups.values.sorted(by: { $0[0].file < $1[0].file }) {
            let series = try Timeline(group)
            notes += series.notes
            let file = Echo.name(group[0].file)
            let step = smallestStep(series.time) ?? interval
            guard step % max(interval, 1) == 0 || interval % step == 0 else {
                notes.append(
                    "\(file): rows of \(Gaps.name(step)) and bars of \(Gaps.name(interval)) do not divide one another, not used"
                )
                continue
            }
            let join = SeriesJoin(times: series.time, step: step, opens: bars.time, interval: interval)
            let isValue = series[.openInterestValue].flatMap { value in
                series[.openInterest].map { BarExtras.areSame($0, value) }
            }
            for (slot, cells) in series.columns.sorted(by: { $0.key.precedes($1.key) }) {
                // The same numbers twice are the value, not coins.
                if slot == .bar(.openInterest), isValue == true { continue }
                if slot == .openInterestValue, isValue == false { continue }
                if let other = origins[slot] {
                    throw DataError(
                        .badInput, file: path, "column \(slot.name) is in \(other) and in \(file)",
                        hint: "keep the one that is meant")
                }
                origins[slot] = file
                let reading = SeriesJoin.reading(of: slot)
                if reading == .sum, step > interval {
                    notes.append(
                        "\(file): \(slot.name) of \(Gaps.name(step)) cannot be divided among bars of \(Gaps.name(interval)), not used"
                    )
                    continue
                }
                let column = join.column(cells, reading)
                if !column.contains(where: \.isFinite) {
                    notes.append("\(file): no row of \(slot.name) lies on a bar, not used")
                    continue
                }
                put(column, slot, bars, file, &extras, &notes)
            }
        }
        try joinSampledFunding(to: bars, interval, &extras, &notes)
    }

    private func put(
        _ column: [Double], _ slot: Slot, _ bars: Timeline, _ file: String, _ extras: inout BarExtras,
        _ notes: inout [String]
    ) {
        switch slot {
        case .own(let name):
            if !extras.add(own: name, column) {
                notes.append("\(file): \(name) is in the bars' own file, not used")
            }
        case .openInterestValue:
            guard let close = bars[.close] else { return }
            put(
                zip(column, close).map { $0 / $1 }, .bar(.openInterest), bars, file, &extras, &notes)
            notes.append("\(file): open interest in quote units, divided by the close")
        case .bar(let name):
            if extras[name]?.contains(where: \.isFinite) == true {
                notes.append("\(file): \(name.name) is there already, not used")
            } else {
                extras[name] = column
            }
        default: break
        }
    }

    /// Takes of sampled rates the one that stands at each hour of payment: 00:00, 08:00 and 16:00 UTC.
    private func joinSampledFunding(
        to bars: Timeline, _ interval: Int64, _ extras: inout BarExtras, _ notes: inout [String]
    ) throws(DataError) {
        let part = tables.filter { $0.layout.kind == .sampledFunding }
        let isOfBars = part.isEmpty && bars[.sampledRate] != nil
        guard isOfBars || !part.isEmpty else { return }
        let file = Echo.name(part.first?.file ?? path)
        let sampled = isOfBars ? bars : try Timeline(part)
        notes += isOfBars ? [] : sampled.notes
        guard extras[.fundingRate]?.contains(where: \.isFinite) != true else {
            notes.append("\(file): funding_rate is there already, not used")
            return
        }
        let step = smallestStep(sampled.time) ?? interval
        let hours: Int64 = 8 * 3_600_000
        // A rate stands at the end of its row.
        let paid = sampled.time.indices.filter { (sampled.time[$0] + step) % hours == 0 }
        let joined = Joins.funding(
            paid.map { (sampled[.sampledRate] ?? sampled[.fundingRate])?[$0] ?? .nan },
            at: paid.map { sampled.time[$0] + step },
            opens: bars.time, interval: interval)
        extras[.fundingRate] = joined.column
        notes.append(
            "\(file): funding rates were sampled, not settled: those that stood at 00:00, 08:00 and 16:00 UTC are taken as paid"
        )
    }
}

extension BarExtras {
    /// Takes the ratio of accounts where there is none of positions, and says so.
    mutating func completeRatio(_ notes: inout [String]) {
        guard self[.longShortRatio]?.contains(where: \.isFinite) != true,
            let accounts = self[.accountRatio], accounts.contains(where: \.isFinite)
        else { return }
        self[.longShortRatio] = accounts
        notes.append("long_short_ratio counts accounts (account_ratio), not positions")
    }
}
