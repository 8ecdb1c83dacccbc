package import LiquidationCore
import PlainText

/// An explained price range as text: what became of all that was opened in it, and where the rest comes from.
package struct ExplanationChart: Sendable {
    /// What is explained.
    package let explanation: Explanation
    /// The map that it belongs to.
    package let map: LiquidationMap
    /// What stands before an amount of money.
    package let currency: String

    /// A chart of an explanation.
    package init(_ explanation: Explanation, of map: LiquidationMap, currency: String = "$") {
        (self.explanation, self.map, self.currency) = (explanation, map, currency)
    }

    /// The chart in lines of at most ``TerminalStyle/width`` characters, without a line break at the end; `rows` of
    /// bars at most.
    package func text(_ style: TerminalStyle, rows: Int = 12) -> String {
        let pen = Pen(style)
        return explanation.parts.map { lines($0, pen, rows: max(rows, 1)).joined(separator: "\n") }
            .joined(separator: "\n\n")
    }

    private func lines(_ part: Explanation.Part, _ pen: Pen, rows: Int) -> [String] {
        var lines = pen.wrap(heading(part, pen)) + [""]
        guard part.opened > 0 else {
            return lines + pen.wrap("Nothing was ever opened here.")
        }
        lines += fates(part, pen)
        guard !part.deposits.isEmpty else { return lines }
        let groups = ExplanationGroups(part.deposits, limit: rows)
        lines += ["", "Where the live part was opened, newest first"] + bars(groups.byTime, part, pen)
        lines += ["", "At which leverage"] + rungs(groups.byLeverage, part, pen)
        return lines
    }

    private func heading(_ part: Explanation.Part, _ pen: Pen) -> String {
        let step = AxisStep.round(atLeast: (explanation.high - explanation.low) / 100, isCoarse: true)
        let low = NumberText.price(explanation.low, step: step)
        let high = NumberText.price(explanation.high, step: step)
        let middle = (explanation.low + explanation.high) / 2
        let away = pen.percent(middle / map.price.value - 1)
        let total = map.total(part.side)
        let share = total > 0 ? "; \(percent(part.live / total)) of all \(name(part.side))" : ""
        return
            "\(part.side == .long ? "Longs" : "Shorts") at \(low) \(pen.glyphs.dash) \(high), \(away) from "
            + "\(NumberText.price(map.price.value)): \(money(part.live)) live\(share)"
    }

    private func name(_ side: Side) -> String { side == .long ? "longs" : "shorts" }

    /// opened = liquidated + closed + live, with bars.
    private func fates(_ part: Explanation.Part, _ pen: Pen) -> [String] {
        let swept = part.lastSwept.map { "last in the bar of \($0)" } ?? ""
        var table = TextTable([.text(""), .number("amount"), .number("share"), .bar(""), .text("")])
        let fates: [(String, Double, String)] = [
            ("ever opened", part.opened, ""), ("liquidated", part.liquidated, swept),
            ("closed by holders", part.closed, ""), ("live", part.live, ""),
        ]
        for (name, amount, note) in fates {
            let share = amount / part.opened
            table.append([name, money(amount), percent(share), bar(share, part.side, pen), note])
        }
        return table.lines(pen.style)
    }

    private func bars(_ groups: [ExplanationGroups.Group], _ part: Explanation.Part, _ pen: Pen) -> [String] {
        var table = TextTable([
            .text("when"), .number("bars"), .number("leverage"), .number("entries"), .number("opened"),
            .number("left"), .number("live"), .number("share"), .bar(""),
        ])
        // The year stands in the title; where there is little room it is not said again.
        let years = Set(groups.flatMap { [$0.from, $0.to] }.map { $0.description.prefix(4) })
        let hasYear = years.count > 1 || pen.width >= 90
        for group in groups {
            table.append([
                String(when(group, pen).dropFirst(hasYear ? 0 : 5)), NumberText.count(group.bars),
                leverage(group.leverages, pen),
                prices(group.entries, pen), money(group.opened),
                percent(group.opened > 0 ? group.live / group.opened : 0), money(group.live),
                percent(group.live / part.live), bar(group.live / part.live, part.side, pen),
            ])
        }
        return table.lines(pen.style)
    }

    /// `2025-05-30 00:15`, `2025-05-30 00:15–23:45` or `2025-05-24 – 05-30`.
    private func when(_ group: ExplanationGroups.Group, _ pen: Pen) -> String {
        let texts = [group.from, group.to].map { $0.description.split(separator: "T") }
        guard texts.allSatisfy({ $0.count == 2 }) else { return "\(group.from)" }
        let (from, to) = (texts[0], texts[1])
        if group.from == group.to { return "\(from[0]) \(from[1].prefix(5))" }
        if from[0] == to[0] { return "\(from[0]) \(from[1].prefix(5))\(pen.glyphs.dash)\(to[1].prefix(5))" }
        return
            "\(from[0]) \(pen.glyphs.dash) \(from[0].prefix(4) == to[0].prefix(4) ? to[0].dropFirst(5) : to[0])"
    }

    private func rungs(_ groups: [ExplanationGroups.Group], _ part: Explanation.Part, _ pen: Pen) -> [String]
    {
        var table = TextTable([
            .text("leverage"), .number("entries"), .text("liquidated at"), .number("live"), .number("share"),
            .bar(""),
        ])
        let small = groups.filter { $0.live < Self.small * part.live }
        for group in groups where small.count < 3 || group.live >= Self.small * part.live {
            let rung = map.rungs.first { $0.leverage == group.leverages.lowerBound }
            let factor = rung.map { $0.factor[part.side] } ?? 0
            table.append([
                leverage(group.leverages, pen), prices(group.entries, pen),
                "\(NumberText.fixed(factor * 100, decimals: 2)) % of the entry", money(group.live),
                percent(group.live / part.live), bar(group.live / part.live, part.side, pen),
            ])
        }
        if small.count >= 3 {
            let rest = small.reduce(0) { $0 + $1.live }
            table.append(["\(small.count) others", "", "", money(rest), percent(rest / part.live)])
        }
        return table.lines(pen.style)
    }

    /// Rungs below this share stand in one line.
    private static let small = 0.005

    private func bar(_ share: Double, _ side: Side, _ pen: Pen) -> String {
        let cell = side == .long ? pen.glyphs.long : pen.glyphs.short
        return String(repeating: cell, count: max(0, min(16, Int((share * 16).rounded()))))
    }

    private func leverage(_ range: ClosedRange<Double>, _ pen: Pen) -> String {
        let texts = [range.lowerBound, range.upperBound].map {
            NumberText.price(($0 * 10).rounded() / 10) + "x"
        }
        return texts[0] == texts[1] ? texts[0] : texts.joined(separator: pen.glyphs.dash)
    }

    private func prices(_ range: ClosedRange<Double>, _ pen: Pen) -> String {
        let texts = [range.lowerBound, range.upperBound].map { NumberText.short(price: $0) }
        return texts[0] == texts[1] ? texts[0] : texts.joined(separator: pen.glyphs.dash)
    }

    private func percent(_ share: Double) -> String {
        share > 0 && share < 0.0005 ? "<0.1 %" : NumberText.fixed(share * 100, decimals: 1) + " %"
    }

    private func money(_ value: Double) -> String { currency + NumberText.short(value) }
}

extension NumberText {
    /// A price in five digits.
    fileprivate static func short(price value: Double) -> String {
        var (unit, magnitude) = (1.0, abs(value))
        while magnitude >= 100_000 { (unit, magnitude) = (unit * 10, magnitude / 10) }
        while magnitude < 10_000, magnitude > 0, unit > 1e-10 {
            (unit, magnitude) = (unit / 10, magnitude * 10)
        }
        return price((value / unit).rounded() * unit)
    }
}

/// Deposits in groups of time, newest first: what a table of few lines can show of many.
struct ExplanationGroups {
    /// Some deposits, neighbours in time.
    struct Group {
        let from: Timestamp
        let to: Timestamp
        let bars: Int
        let leverages: ClosedRange<Double>
        let entries: ClosedRange<Double>
        let opened: Double
        let live: Double
    }

    /// Newest first.
    let byTime: [Group]
    /// Rising in leverage.
    let byLeverage: [Group]

    private static let hour: Int64 = 3_600_000
    private static let day = 24 * hour
    private static let spans = [
        hour / 60, hour / 12, hour / 4, hour, 4 * hour, 12 * hour, day, 2 * day, 7 * day, 14 * day, 30 * day,
        91 * day,
        365 * day,
    ]

    /// - Parameters:
    ///   - deposits: newest first.
    ///   - limit: how many groups of time at most, at least 1.
    init(_ deposits: [Explanation.Deposit], limit: Int) {
        var groups = Self.groups(deposits) { $0.time.milliseconds }
        for span in Self.spans + [.max] where groups.count > limit {
            groups = Self.groups(deposits) { $0.time.milliseconds / span }
        }
        byTime = groups
        let rising = deposits.sorted { ($0.leverage, $1.bar) < ($1.leverage, $0.bar) }
        byLeverage = Self.groups(rising) { $0.leverage }
    }

    /// Neighbours of one key make a group.
    private static func groups<Key: Equatable>(
        _ deposits: [Explanation.Deposit], by key: (Explanation.Deposit) -> Key
    ) -> [Group] {
        deposits.chunked(by: key).map(Group.init)
    }
}

extension ExplanationGroups.Group {
    fileprivate init(_ deposits: ArraySlice<Explanation.Deposit>) {
        func range(_ values: [Double]) -> ClosedRange<Double> {
            (values.min() ?? 0)...(values.max() ?? 0)
        }
        self.init(
            from: deposits.map(\.time).min() ?? Timestamp(milliseconds: 0),
            to: deposits.map(\.time).max() ?? Timestamp(milliseconds: 0),
            bars: Set(deposits.map(\.bar)).count,
            leverages: range(deposits.map(\.leverage)),
            entries: range(deposits.flatMap { [$0.lowestEntry, $0.highestEntry] }),
            opened: deposits.reduce(0) { $0 + $1.opened }, live: deposits.reduce(0) { $0 + $1.live })
    }
}

extension Array {
    fileprivate func chunked<Key: Equatable>(by key: (Element) -> Key) -> [ArraySlice<Element>] {
        var (chunks, start) = ([ArraySlice<Element>](), 0)
        for index in indices where index > start && key(self[index]) != key(self[start]) {
            chunks.append(self[start..<index])
            start = index
        }
        return isEmpty ? [] : chunks + [self[start...]]
    }
}
