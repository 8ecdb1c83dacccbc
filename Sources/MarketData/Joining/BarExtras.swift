import LiquidationCore
import PlainText

/// The columns beside prices while they are put together.
struct BarExtras {
    private var cells: [BarColumn: [Double]] = [:]
    /// Columns of one's own, by name.
    private(set) var own: [String: [Double]] = [:]

    /// Takes the columns that the bars themselves have, and derives what follows from them.
    init(_ bars: Timeline, _ notes: inout [String]) {
        for column in BarColumn.allCases { cells[column] = bars[column] }
        for (name, column) in bars.own { own[name] = column }
        if let value = bars[.openInterestValue], let close = bars[.close],
            cells[.openInterest].map({ Self.areSame($0, value) }) ?? true
        {
            cells[.openInterest] = zip(value, close).map { $0 / $1 }
            notes.append("open_interest is its value in quote units over the close")
        }
        if cells[.volume] == nil, let quote = bars[.quoteVolume], let close = bars[.close] {
            cells[.volume] = zip(quote, close).map { $0 / $1 }
            notes.append("volume is quote_volume over the close")
        }
        notes += TakerFlow.complete(&self, bars)
    }

    /// One cell a bar, NaN where missing; `nil` where the data lacks the column.
    subscript(column: BarColumn) -> [Double]? {
        get { cells[column] }
        set { cells[column] = newValue }
    }

    /// Whether two columns hold the same numbers: what is called coins is then the value.
    static func areSame(_ a: [Double], _ b: [Double]) -> Bool {
        zip(a, b).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN } && a.contains(where: \.isFinite)
    }

    /// Adds a column of one's own.
    ///
    /// - Returns: false where the name is taken.
    mutating func add(own name: String, _ column: [Double]) -> Bool {
        guard own[name] == nil else { return false }
        own[name] = column
        return true
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
        for (name, cells) in own.sorted(by: { $0.key < $1.key }) {
            let column = Column(missingAsNaN: cells)
            guard column.presentCount > 0 else { continue }
            report.coverage.append(
                DataReport.Coverage(
                    column: "extra.\(name)", present: column.presentCount, of: column.count))
            extras.own[name] = column
        }
        return extras
    }
}

/// Completes what takers bought and sold, in base and in quote units.
enum TakerFlow {
    /// Adds the taker columns that follow of others; what is published is kept.
    ///
    /// Sold is quote volume less bought. Bought base units, where only quote units are published, are volume times the
    /// share of what takers bought in all quote units traded: exact but for buys and sells of one bar having had
    /// different average prices. Where quote volume over volume is no price of the bar in most bars, volumes count
    /// contracts (coin-margined dumps do), and no column in quote units can be made of them.
    /// - Returns: what was left out or derived, in plain words.
    static func complete(_ extras: inout BarExtras, _ bars: Timeline) -> [String] {
        let quote = bars[.quoteVolume]
        if let quote, let note = refusal(of: quote, bars) {
            (extras[.takerBuyNotional], extras[.takerSellNotional]) = (nil, nil)
            return [note]
        }
        guard let bought = extras[.takerBuyNotional] else { return [] }
        if extras[.takerSellNotional] == nil, let quote {
            extras[.takerSellNotional] = zip(quote, bought).map { whole, part in max(0, whole - part) }
        }
        guard extras[.takerBuyVolume] == nil, let volume = extras[.volume],
            let sold = extras[.takerSellNotional]
        else { return [] }
        let units = volume.indices.map { bar -> Double in
            let total = bought[bar] + sold[bar]
            // A bar without trades has no share, and nothing to share out.
            return total > 0 ? volume[bar] * (bought[bar] / total) : total == 0 && volume[bar] == 0 ? 0 : .nan
        }
        guard units.contains(where: \.isFinite) else { return [] }
        extras[.takerBuyVolume] = units
        return ["taker_buy_volume is volume times the share of taker_buy_usd in all that takers traded"]
    }

    /// The reason why a quote volume cannot be one; `nil` where it can.
    private static func refusal(of quote: [Double], _ bars: Timeline) -> String? {
        guard let volume = bars[.volume], let high = bars[.high], let low = bars[.low] else { return nil }
        var (odd, traded) = (0, 0)
        for row in volume.indices where volume[row] > 0 && quote[row] > 0 {
            let price = quote[row] / volume[row]
            traded += 1
            if price > high[row] * 1.1 || price < low[row] * 0.9 { odd += 1 }
        }
        guard odd * 2 > traded else { return nil }
        return "quote_volume / volume is no price in \(odd) of \(traded) bars: volumes may count contracts, "
            + "taker columns in quote units are left out"
    }
}
