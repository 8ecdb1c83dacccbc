import LiquidationCore
import MarketData
import PlainText

extension Assumptions {
    /// What a run rested on.
    init(
        run: MapRun, map: LiquidationMap, gaps: Ledger.Gaps, dataset: Dataset, margin: ChosenMargin,
        parts: [Part],
        request: MapRequest
    ) {
        let series = run.series
        let ladder = run.rungs.map(\.leverage)
        var model = run.model.options.map { Pair("\($0.name)", "\(request.decided($0.name) ?? $0.value)") }
        if let closing = request.plugins[.closing] {
            model.append(Pair("holders", "plugin \(closing.shortName)"))
        }
        model.append(
            Pair(
                "rungs",
                "\(ladder.count), \(Self.leverage(ladder[0])) to \(Self.leverage(ladder[ladder.count - 1]))"))
        model.append(Pair("grid", "\(run.grid.count) buckets, \(request.axisText)"))
        var notes = request.notes.map { PlainLine($0) }
        if let note = margin.note { notes.append("\(note)") }
        for refusal in [Rung.Refusal.liquidatableAtEntry, .notAdmitted] {
            let refused = run.rungs.filter { $0.refusal == refusal }.map {
                Self.leverage(($0.leverage * 10).rounded() / 10)
            }
            guard let first = refused.first, let last = refused.last else { continue }
            let which =
                refused.count > 3
                ? "\(refused.count) from \(first) to \(last)" : refused.joined(separator: ", ")
            notes.append("rungs refused, \(refusal.rawValue): \(which)")
        }
        if let day = run.instrument.maintenance.table?.day, let note = Self.later(day, than: series) {
            notes.append("\(note)")
        }
        if let note = Self.coarseness(of: run.grid, at: map.price) { notes.append("\(note)") }
        if request.hasGivenAxis, let note = map.ledger.offGridNote { notes.append("\(note)") }
        if run.isWarm {
            let before = dataset.series.count - series.count
            notes.append(
                "the look-back holds what was opened within it; \(before) bars before it warmed the run up (warmup=off: all open interest is put into its first bar)"
            )
        } else if series.count < dataset.series.count {
            notes.append("the look-back starts with all open interest in its first bar")
        }
        notes += request.idleNotes(over: dataset).map { PlainLine($0) }
        if let note = map.unknownAgeNote { notes.append("\(note)") }
        if let note = run.model.standInNote { notes.append("\(note)") }
        notes += Self.fineness(run, dataset).map { PlainLine($0) }
        notes += Self.gaps(gaps, run.model.flow).map { PlainLine($0) }
        notes += dataset.report.notes.map { PlainLine($0) }
        let missing = dataset.report.missing
        if !missing.isEmpty {
            notes.append("columns that the data lacks: \(missing.joined(separator: ", "))")
        }
        self.init(
            engine: "\(EngineVersion.text)", model: model,
            margin: PlainLine(
                (request.plugins[.margin].map { "plugin \($0.name) on the tiers of " } ?? "") + margin.text),
            parts: parts,
            data: [
                Pair("symbol", "\(margin.symbol ?? "unknown")"),
                Pair("from", "\(Timestamp(milliseconds: series.time[0]))"),
                Pair("to", "\(Timestamp(milliseconds: series.time[series.count - 1]))"),
                Pair("bars", "\(series.count)"),
                Pair("interval", "\(UnitText.text(milliseconds: dataset.interval))"),
            ],
            coverage: series.coverage.map { Pair("\($0.column.name)", "\($0.present) of \(series.count)") },
            notes: notes)
    }

    /// What finer bars were read, or why none were.
    private static func fineness(_ run: MapRun, _ dataset: Dataset) -> [String] {
        guard !dataset.finer.isEmpty else { return [] }
        guard let fine = run.fine else {
            return [
                "the finer bars of the data are not read: only the model turnover without lag reads them, and where they fill a bar whole"
            ]
        }
        let shown = fine.spans.prefix(3).map { span in
            "\(UnitText.text(milliseconds: span.interval)) from \(span.from) to \(span.to)"
        }
        let rest = fine.spans.count > 3 ? " and \(fine.spans.count - 3) more stretches" : ""
        var notes = [
            "run on bars of \(shown.joined(separator: ", "))\(rest), else of \(UnitText.text(milliseconds: dataset.interval))"
        ]
        if fine.volumeScale != 1 {
            notes.append(
                "finer bars trade another amount than the bars that they make up, as those of another market do: their volume is "
                    + "multiplied by what both traded before, \(NumberText.short(fine.volumeScale)) at the end"
            )
        }
        if fine.contradictions > 0 {
            notes.append(
                "\(fine.contradictions) bars reach farther or less far than the finer ones that make them up, by over 0.1 %: are they of one market?"
            )
        }
        return notes
    }

    /// `25x`.
    private static func leverage(_ value: Double) -> String { value.description.droppingZeroFraction + "x" }

    /// Tiers of a day after the data.
    private static func later(_ day: String, than series: BarSeries) -> String? {
        let end = "\(Timestamp(milliseconds: series.time[series.count - 1]))".prefix(10)
        return day > end ? "margin tiers of \(day) are applied to data that ends on \(end)" : nil
    }

    /// A bar sweeps whole buckets: where they are high, some of what a bucket holds goes before the price has reached it.
    private static func coarseness(of grid: PriceGrid, at price: Price) -> String? {
        let bucket = grid.index(of: price.value)
        guard (0..<grid.count).contains(bucket) else { return nil }
        let height = (grid.edges[bucket + 1] - grid.edges[bucket]) / price.value
        guard height > 0.005 else { return nil }
        let percent = (height * 1000).rounded() / 10
        return
            "buckets are \(percent) % high at the price: whole buckets are swept, so liquidations come early"
    }

    private static func gaps(_ gaps: Ledger.Gaps, _ flow: MapModel.Flow) -> [String] {
        var notes: [String] = []
        if gaps.openInterest > 0 {
            notes.append("\(gaps.openInterest) bars lack open interest: the last known one stands in for it")
        }
        if gaps.longShortRatio > 0 {
            notes.append(
                "\(gaps.longShortRatio) bars lack a long/short ratio: what opened in them was split evenly")
        }
        if gaps.takerBuyVolume > 0 {
            notes.append(
                "\(gaps.takerBuyVolume) bars lack what takers bought: what opened in them was split evenly")
        }
        if gaps.volume > 0 {
            let what =
                if case .turnover = flow { "only what open interest grew by opened" } else {
                    "nothing opened"
                }
            notes.append("\(gaps.volume) bars lack volume: \(what) in them")
        }
        if gaps.markPrice > 0 {
            notes.append("\(gaps.markPrice) bars lack a mark price: the last price force-closes in them")
        }
        if gaps.turnover > 0 {
            notes.append("\(gaps.turnover) bars lack turnover: the model's own amount stands in for it")
        }
        return notes
    }
}

extension MapModel {
    /// What stands in for data that the model would read, had the source it.
    fileprivate var standInNote: String? {
        guard case .turnover(let turnover) = flow else { return nil }
        switch turnover {
        case .activity(let perDay):
            return
                "without volume in every bar \((perDay * 1000).rounded() / 10) % of open interest is taken to be "
                + "replaced in a day of usual range"
        case .volumeAlone:
            return
                "the data has no open interest: two thirds of a mean day's volume stand in for it, so that amounts "
                + "are a guess and only their proportions say something"
        case .volume, .range, .automatic, .either: return nil
        }
    }
}

extension MapRequest {
    /// What of it asks for more than the data holds.
    fileprivate func idleNotes(over dataset: Dataset) -> [String] {
        var notes: [String] = []
        let times = dataset.series.time
        guard let end = dataset.end else { return notes }
        if case .instant(let instant) = asOf, instant.milliseconds > end + max(dataset.interval, 1) {
            notes.append(
                "as_of \(instant) is after the end of the data: the map is that of \(Timestamp(milliseconds: end))"
            )
        }
        guard let lookback else { return notes }
        if lookback > end - times[0] {
            notes.append(
                "the data holds \(UnitText.text(milliseconds: end - times[0])), less than the look-back of "
                    + UnitText.text(milliseconds: lookback))
        } else if lookback < dataset.interval {
            notes.append(
                "a look-back of \(UnitText.text(milliseconds: lookback)) is shorter than a bar: the last one is taken"
            )
        }
        return notes
    }

    /// What stands for an option of the model that a plugin decides.
    fileprivate func decided(_ option: String) -> String? {
        let row = MapOption.all.first { $0.name == option && $0.modelShare == .replaces }
        return row?.kind.flatMap { plugins[$0] }.map { "plugin \($0.shortName)" }
    }

    /// The price axis, for outputs.
    fileprivate var axisText: String { hasGivenAxis ? "given edges" : grid.text }
}

extension GridPlan {
    /// For outputs.
    fileprivate var text: String {
        switch self {
        case .lattice(let lattice):
            "steps of \((lattice.step * 1e9).rounded() / 1e7) % at fixed prices"
        case .logarithmic: "equal relative steps"
        case .linear(let step): "steps of \(step.description.droppingZeroFraction)"
        case .edges: "given edges"
        }
    }
}

extension LedgerReport {
    /// How much of what is open lies off a price axis that was given, where that is a tenth or more.
    var offGridNote: String? {
        let off = accounts.map(\.offGrid).total
        let open = off + accounts.map(\.live).total
        guard open > 0, off >= 0.1 * open else { return nil }
        return
            "\((100 * off / open).rounded().description.split(separator: ".")[0]) % of what is open has its "
            + "liquidation price off the price axis"
    }
}

extension LiquidationMap {
    /// How much of what is open stood when the data began, where that is a hundredth or more.
    var unknownAgeNote: String? {
        guard let unknownAge else { return nil }
        let (all, unknown) = (
            total(.long) + total(.short), unknownAge.map { $0.reduce(0, +) }.total
        )
        guard all > 0, unknown >= 0.01 * all else { return nil }
        let percent = (100 * unknown / all).rounded().description.split(separator: ".")[0]
        return
            "\(percent) % of what is open stood when the data began: when and where it was entered is not known, and it is "
            + "taken to have been entered in the first bar"
    }
}
