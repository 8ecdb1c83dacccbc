import TestSupport
import Testing

@testable import LiquidationCore

@Suite("MapRun") struct MapRunTests {
    private func series(_ change: (inout BarSeries.Extras) throws -> Void) throws -> BarSeries {
        var extras = BarSeries.Extras()
        extras.openInterest = try Column([10, 12, 11])
        extras.volume = try Column([5, 5, 5])
        extras.longShortRatio = try Column([1, 2, 3])
        try change(&extras)
        return try BarSeries(
            time: [0, 1, 2], open: [100, 100, 100], high: [101, 101, 101], low: [99, 99, 99],
            close: [100, 100, 100], extras: extras)
    }

    private func run(_ model: MapModel, on series: BarSeries, ladder: [Double] = [2, 10]) throws -> MapRun {
        try MapRun(
            series: series, model: model, grid: .logarithmic(buckets: 20), ladder: Ladder(ladder),
            instrument: Venue.generic.instrument("any", maintenance: .rate(Rate(0.01))))
    }

    @Test(arguments: [MapModel.reference, .balanced])
    func `open interest is needed, the error names the column`(model: MapModel) throws {
        for column in [nil, try Column([nil, nil, nil])] {
            let bars = try series { $0.openInterest = column }
            let error = #expect(throws: CoreError.self) { try run(model, on: bars) }
            #expect(error?.code == .columnMissing)
            #expect(error?.message.contains("open_interest") == true)
            #expect(error?.hint != nil)
        }
    }

    @Test func `the ratio is needed where opened positions are split by it`() throws {
        let bars = try series { $0.longShortRatio = nil }
        let error = #expect(throws: CoreError.self) { try run(.reference, on: bars) }
        #expect(error?.code == .columnMissing)
        #expect(error?.message.contains("long_short_ratio") == true)
        var even = MapModel.reference
        even.split = .even
        #expect(try run(even, on: bars).model == even)
        var leaning = MapModel.balanced
        leaning.split = .ratio
        // A balance has as many longs as shorts, and the model that ran says so.
        #expect(try run(leaning, on: bars).model.split == .even)
    }

    @Test func `turnover is decided by the volume that the data has`() throws {
        let whole = try series { _ in }
        let gap = try series { $0.volume = try Column([5, nil, 5]) }
        let none = try series { $0.volume = nil }
        #expect(try run(.balanced, on: whole).model.flow == .openInterestBalance(.volume(share: 0.2)))
        #expect(try run(.balanced, on: gap).model.flow == .openInterestBalance(.range(factor: 5)))
        #expect(try run(.balanced, on: none).model.flow == .openInterestBalance(.range(factor: 5)))
        var model = MapModel.balanced
        model.flow = .openInterestBalance(.volume(share: 0.2))
        for bars in [gap, none] {
            let error = #expect(throws: CoreError.self) { try run(model, on: bars) }
            #expect(error?.code == .columnMissing)
            #expect(error?.message.contains("volume") == true)
        }
    }

    @Test func `what an option needs and the data lacks is an error that names the column`() throws {
        let bars = try series { $0.longShortRatio = nil }
        let needs: [(String, (inout MapModel) -> Void)] = [
            ("taker_buy_volume", { $0.split = .taker }), ("long_short_ratio", { $0.split = .damped(0.5) }),
            ("funding_rate", { ($0.split, $0.accrue) = (.even, true) }),
            ("mark_high", { ($0.split, $0.trigger) = (.even, .mark) }),
        ]
        for (column, change) in needs {
            var model = MapModel.reference
            change(&model)
            let error = #expect(throws: CoreError.self) { try run(model, on: bars) }
            #expect(error?.code == .columnMissing)
            #expect(error?.message.contains(column) == true, "\(error?.message ?? "")")
        }
        var byColumn = MapModel.balanced
        byColumn.kappa = .column
        #expect(throws: CoreError.self) { try run(byColumn, on: bars) }
        var marked = MapModel.balanced
        #expect(try run(marked, on: bars).model.trigger == .markOrLast)
        let withMark = try series {
            ($0.markHigh, $0.markLow) = (try Column([100, nil, 101]), try Column([99, nil, 99]))
        }
        #expect(try run(marked, on: withMark).model.trigger == .mark)
        marked.trigger = .last
        #expect(try run(marked, on: withMark).model.trigger == .last)
    }

    @Test func `options out of range are errors`() throws {
        let bars = try series { _ in }
        let changes: [(inout MapModel) -> Void] = [
            { $0.entry = .spread(points: 0) }, { $0.entry = .spread(points: 1001) },
            { $0.flow = .openInterestBalance(.volume(share: -1)) },
            { $0.flow = .openInterestBalance(.range(factor: .nan)) },
            { $0.flow = .openInterestBalance(.automatic(share: .infinity, factor: 1)) },
            { $0.positionSize = Notional(unchecked: 0) }, { $0.lag = -1 }, { $0.split = .damped(1.1) },
            { $0.closing = .halfLife(hours: 0, exponent: 0) }, { $0.entry = .triangular(points: 0) },
            { $0.closing = .halfLife(hours: 1, exponent: 11) }, { $0.flow = .volume(share: -1) },
            { ($0.flow, $0.closing) = (.volume(share: 1), .oldestFirst) },
            { ($0.flow, $0.kappa) = (.openInterestChanges, .column) },
        ]
        for change in changes {
            var model = MapModel.balanced
            change(&model)
            let error = #expect(throws: CoreError.self, "\(model.text)") { try run(model, on: bars) }
            #expect(error?.code == .invalidModel, "\(model.text)")
        }
    }

    @Test func `a ladder of refused rungs is an error`() throws {
        let run = try run(.balanced, on: try series { _ in }, ladder: [100, 200])
        let error = #expect(throws: CoreError.self) { try run.run(LeverageMix([1, 1])) }
        #expect(error?.code == .invalidModel)
    }

    @Test func `weight on refused rungs alone, or of the wrong number, is an error`() throws {
        let run = try run(.balanced, on: try series { _ in }, ladder: [2, 200])
        for weights in [[0, 1], [1], [1, 1, 1]] as [[Double]] {
            let error = #expect(throws: CoreError.self) { try run.run(LeverageMix(weights)) }
            #expect(error?.code == .invalidWeights)
        }
        #expect(try run.run(LeverageMix([1, 1])).map.ledger.accounts.long.live > 0)
    }

    @Test func `a plan starts uniform, is kept from bar to bar, and its errors come through`() throws {
        struct Stop: Error {}
        let run = try run(.balanced, on: try series { _ in })
        var seen: [[Double]] = []
        _ = try run.run { bar, plan in
            seen.append(plan.weights.long)
            plan.weights.long[0] = Double(bar + 5)
        }
        #expect(seen == [[1, 1], [5, 1], [6, 1]])
        #expect(throws: Stop.self) { try run.run { bar, _ in if bar == 1 { throw Stop() } } }
    }

    @Test func `there is an outcome a bar, and the ledger goes on from the end`() throws {
        let bars = try series { _ in }
        let result = try run(.balanced, on: bars).run(LeverageMix([1, 1]))
        #expect(result.liquidated.long.count == 3)
        #expect(result.heatmap == nil)
        var ledger = result.ledger
        try ledger.take(LedgerBar(bars, at: 2), plan: BarPlan(LeverageMix([1, 1])))
        #expect(try ledger.report().imbalance <= LedgerReport.tolerance)
    }
}
