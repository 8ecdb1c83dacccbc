import LiquidationCore
import Testing

@Suite("BarSeries") struct BarSeriesTests {
    /// Five bars, one a minute; each argument replaces a column.
    private func series(
        time: [Int64] = [0, 60, 120, 180, 240], open: [Double] = [9, 9, 9, 9, 9],
        high: [Double] = [10, 10, 10, 10, 10], low: [Double] = [8, 8, 8, 8, 8],
        close: [Double] = [9, 9, 9, 9, 9], extras: BarSeries.Extras = .init()
    ) throws -> BarSeries {
        try BarSeries(time: time, open: open, high: high, low: low, close: close, extras: extras)
    }

    @Test func `columns must be as long as time, the error names the column`() throws {
        for (name, make) in [
            ("open", { _ = try series(open: [9]) }), ("high", { _ = try series(high: []) }),
            ("low", { _ = try series(low: [8, 8]) }), ("close", { _ = try series(close: [9]) }),
            (
                "open_interest",
                {
                    var extras = BarSeries.Extras()
                    extras.openInterest = try Column([1])
                    _ = try series(extras: extras)
                }
            ),
        ] as [(String, () throws -> Void)] {
            let error = #expect(throws: CoreError.self, performing: make)
            #expect(error?.code == .columnLength)
            #expect(error?.message.contains("column \(name) ") == true)
        }
    }

    @Test func `a series has at least one bar`() {
        let error = #expect(throws: CoreError.self) {
            try BarSeries(time: [], open: [], high: [], low: [], close: [])
        }
        #expect(error?.code == .invalidSeries)
    }

    @Test(arguments: [[0, 60, 60, 180, 240], [0, 60, 59, 180, 240]] as [[Int64]])
    func `time rises from bar to bar`(time: [Int64]) {
        let error = #expect(throws: CoreError.self) { try series(time: time) }
        #expect(error?.code == .invalidSeries)
        #expect(error?.message.hasPrefix("bar 3 at 1970-01-01T00:00:00.") == true)
    }

    @Test(arguments: [0, -1, .nan, .infinity] as [Double])
    func `each price is finite and above zero`(value: Double) {
        for make in [
            { try series(open: [9, 9, 9, value, 9]) }, { try series(high: [10, 10, 10, value, 10]) },
            { try series(low: [8, 8, 8, value, 8]) }, { try series(close: [9, 9, 9, value, 9]) },
        ] {
            let error = #expect(throws: CoreError.self) { try make() }
            #expect(error?.code == .invalidSeries)
            #expect(error?.message.hasPrefix("bar 4 ") == true)
        }
    }

    @Test func `a bar's range holds its open and its close`() {
        for make in [
            { try series(open: [11, 9, 9, 9, 9]) }, { try series(open: [7, 9, 9, 9, 9]) },
            { try series(close: [11, 9, 9, 9, 9]) }, { try series(close: [7, 9, 9, 9, 9]) },
        ] {
            let error = #expect(throws: CoreError.self) { try make() }
            #expect(error?.code == .invalidSeries)
            #expect(error?.message.hasPrefix("bar 1 ") == true)
        }
    }

    @Test func `a bar may stand still`() throws {
        let still = [Double](repeating: 9, count: 5)
        #expect(try series(high: still, low: still).count == 5)
    }

    @Test func `volumes, open interest and the ratio are not negative, funding may be`() throws {
        let names = ["volume", "taker_buy_volume", "open_interest", "long_short_ratio"]
        let paths: [WritableKeyPath<BarSeries.Extras, Column?>] = [
            \.volume, \.takerBuyVolume, \.openInterest, \.longShortRatio,
        ]
        for (name, path) in zip(names, paths) {
            var extras = BarSeries.Extras()
            extras[keyPath: path] = try Column([1, nil, -2, 1, 1])
            let error = #expect(throws: CoreError.self) { try series(extras: extras) }
            #expect(error?.code == .invalidSeries)
            #expect(error?.message.contains("bar 3") == true && error?.message.contains(name) == true)
        }
        var extras = BarSeries.Extras()
        extras.fundingRate = try Column([nil, nil, -0.01, nil, nil])
        #expect(try series(extras: extras).extras.fundingRate?[2] == -0.01)
    }

    @Test func `the interval is the smallest step`() throws {
        #expect(try series().interval == 60)
        #expect(try series(time: [0, 60, 75, 180, 999]).interval == 15)
        #expect(try BarSeries(time: [5], open: [1], high: [1], low: [1], close: [1]).interval == 0)
    }

    @Test(
        arguments: [
            (0, 1), (-1, 1), (1, 1), (60, 1), (61, 1), (119, 1), (120, 2), (240, 4), (299, 4), (300, 5),
            (301, 5),
            (.max, 5), (.min, 1),
        ] as [(Int64, Int)])
    func `a suffix holds the bars that begin within a span before the end`(span: Int64, count: Int) throws {
        let part = try series().suffix(milliseconds: span)
        #expect(part.count == count)
        #expect(part.time == Array([0, 60, 120, 180, 240].suffix(count)))
    }

    @Test func `a suffix cuts every column`() throws {
        var extras = BarSeries.Extras()
        let column = try Column([1, 2, nil, 4, 5])
        extras.volume = column
        extras.takerBuyVolume = column
        extras[.takerBuyNotional] = column
        extras[.takerSellNotional] = column
        extras.openInterest = column
        extras.longShortRatio = column
        extras.fundingRate = column
        let part = try series(open: [9, 9, 9, 8.5, 9], extras: extras).suffix(milliseconds: 180)
        #expect(part.open == [9, 8.5, 9])
        #expect([part.high.count, part.low.count, part.close.count] == [3, 3, 3])
        for cut in [
            part.extras.volume, part.extras.takerBuyVolume, part.extras[.takerBuyNotional],
            part.extras[.takerSellNotional], part.extras.openInterest, part.extras.longShortRatio,
            part.extras.fundingRate,
        ] {
            #expect(cut.map { column in (0..<3).map { column[$0] } } == [nil, 4, 5])
        }
    }

    @Test func `one bar is its own suffix`() throws {
        let one = try BarSeries(time: [5], open: [1], high: [1], low: [1], close: [1])
        for span in [.min, -1, 0, 1, .max] as [Int64] {
            #expect(one.suffix(milliseconds: span).count == 1)
        }
    }

    @Test func `times at the ends of what an instant can be do not trap`() throws {
        let far = try BarSeries(
            time: [.min, 0, .max], open: [1, 1, 1], high: [1, 1, 1], low: [1, 1, 1], close: [1, 1, 1])
        #expect(far.interval == .max)
        #expect(far.suffix(milliseconds: .max).count == 1)
    }
}

@Suite("Column") struct ColumnTests {
    @Test func `a missing cell is nil and is not counted`() throws {
        let column = try Column([1, nil, 3])
        #expect((0..<3).map { column[$0] } == [1, nil, 3])
        #expect(column.count == 3)
        #expect(column.presentCount == 2)
        #expect(!column.isComplete)
        #expect(try Column([0, -1]).isComplete)
        #expect(try Column([]).isComplete)
    }

    @Test(arguments: [.nan, .infinity, -.infinity] as [Double])
    func `a present cell must be finite, the error counts from 1`(value: Double) {
        let error = #expect(throws: CoreError.self) { try Column([nil, 1, value]) }
        #expect(error?.code == .notFinite)
        #expect(error?.message == "cell 3 must be finite, was \(value)")
    }

    @Test func `cells that are marked with NaN or infinite are missing to every reader`() {
        let column = Column(missingAsNaN: [1, .nan, .infinity, -.infinity, 5])
        #expect((0..<5).map { column[$0] } == [1, nil, nil, nil, 5])
        #expect(column.presentCount == 2)
        #expect(column.missingAsNaN.map(\.isNaN) == [false, true, true, true, false])
    }

    @Test func `a range of a column counts anew`() throws {
        let part = try Column([1, nil, 3, 4])[2..<4]
        #expect((0..<2).map { part[$0] } == [3, 4])
        #expect(part.isComplete)
        #expect(try Column([1, 2])[1..<1].count == 0)
    }
}
