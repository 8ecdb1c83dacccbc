import Foundation
import TestSupport
import Testing

@testable import LiquidationCore

/// Scores against the plain code of the study of realised liquidations.
///
/// - Source: `score-made-up.json`: bars, outcomes and predictions that were made up, and the scores that `truth_score.py`
///   of the study gives them with its densities fitted until the gradient is below 1e-9.
@Suite("Scores") struct ScoreTests {
    struct MadeUp: Decodable {
        struct Sides: Decodable {
            let long, short: [Double]
            var bySide: BySide<[Double]> { BySide(long: long, short: short) }
        }
        struct Expected: Decodable {
            let pathOverExcursion, aloneOverExcursion, aloneOverPath, withPath: Double
            let rank, rankOfExcursion, rankOfDrawdown, rankOfPath, beyondExcursion, beyondDrawdown: Double
            let ratio, touchedRatio, top: Double
            let coverage: [Double]
        }
        let time: [Int64]
        let open, high, low, close, openInterest: [Double]
        let realised, touched, born: Sides
        let expected: [String: Expected]

        func series() throws -> BarSeries {
            var extras = BarSeries.Extras()
            extras.openInterest = Column(missingAsNaN: openInterest)
            return try BarSeries(time: time, open: open, high: high, low: low, close: close, extras: extras)
        }

        func market(realised: BySide<[Double]>? = nil) throws -> ScoredMarket {
            try ScoredMarket(series(), fine: nil, realised: realised ?? self.realised.bySide)
        }

        func prediction(_ side: Side) -> Prediction {
            Prediction(touched: touched.bySide[side], born: born.bySide[side])
        }
    }

    static func madeUp() throws -> MadeUp { try Golden.read(MadeUp.self, "score-made-up", in: Golden.folder) }

    private func isNear(_ found: Double, _ expected: Double) -> Bool { abs(found - expected) <= 1e-6 }

    @Test(arguments: Side.allCases) func `all figures are those of the plain code`(side: Side) throws {
        let data = try Self.madeUp()
        let expected = try #require(data.expected[side.rawValue])
        let scoring = try SideScoring(data.market(), side, ScorePlan(learned: 0.6, folds: 1))
        let base = scoring.baselines
        #expect(isNear(base.pathOverExcursion.bits, expected.pathOverExcursion))
        #expect(isNear(base.excursion.rank, expected.rankOfExcursion))
        #expect(isNear(base.drawdown.rank, expected.rankOfDrawdown))
        #expect(isNear(base.path.rank, expected.rankOfPath))
        let score = scoring.score(data.prediction(side))
        #expect(isNear(score.aloneOverExcursion.bits, expected.aloneOverExcursion))
        #expect(isNear(score.aloneOverPath.bits, expected.aloneOverPath))
        #expect(isNear(score.withPath.bits, expected.withPath))
        #expect(isNear(score.rank, expected.rank))
        #expect(isNear(score.rankOver.path.value, expected.rank - expected.rankOfPath))
        #expect(isNear(score.beyond.excursion, expected.beyondExcursion))
        #expect(isNear(score.beyond.drawdown, expected.beyondDrawdown))
        #expect(isNear(score.ratio.all, expected.ratio))
        #expect(isNear(score.ratio.touched, expected.touchedRatio))
        #expect(isNear(score.top, expected.top))
        for (coverage, share) in zip(score.coverage, expected.coverage) {
            #expect(isNear(coverage.found, share))
        }
    }

    @Test func `the density of a row says what it says to the plain code`() {
        // scipy.stats.t with 6 degrees of freedom.
        let below = [
            (-1000.0, 3.3749468443240815e-17), (-50, 2.1464505717275717e-09), (-6, 0.00048226759720756626),
            (-4.2426, 0.002712096832263616), (-4.2, 0.002842904671050733), (-1, 0.1779588418747911), (0, 0.5),
            (0.5, 0.68256), (3, 0.9879959016221346), (8, 0.9998982677489605),
        ]
        for (x, expected) in below { #expect(abs(StudentT.below(x) - expected) <= 2e-14 * expected) }
        #expect(abs(StudentT.logDensity(3) - -4.167435817311142) < 1e-14)
        #expect(abs(StudentT.logDensity(-1000) - -43.043568066265365) < 1e-13)
    }

    @Test func `stretches are taught by all bars before them and by none after`() throws {
        let plan = try ScorePlan(learned: 0.5, folds: 4)
        let folds = try plan.stretches(of: 1000)
        #expect(folds.map(\.taught) == [100..<500, 100..<625, 100..<750, 100..<875])
        #expect(folds.map(\.scored) == [500..<625, 625..<750, 750..<875, 875..<1000])
        #expect(throws: CoreError.self) { try plan.stretches(of: 150) }
    }

    @Test func `what happens after a stretch changes no density of it`() throws {
        let data = try Self.madeUp()
        var later = data.realised.bySide
        for side in Side.allCases { for bar in 300..<420 { later[side][bar] *= 17 } }
        // The first 252 bars teach; of four stretches the first ends at 294.
        let plan = try ScorePlan(learned: 0.6, folds: 4)
        let (one, other) = try (data.market(), data.market(realised: later))
        let features = [one, other].map { PathFeatures($0, .long, known: 252) }
        let rows = features.map { $0.rows($0.path) }
        let first = try plan.stretches(of: 420)[0]
        let densities = rows.map { StudentRegression($0, first.taught) }
        #expect(densities[0].weights == densities[1].weights)
    }

    @Test(arguments: Side.allCases)
    func `a prediction that knows the outcome is worth more than one in another order`(side: Side) throws {
        let data = try Self.madeUp()
        let scoring = try SideScoring(data.market(), side, ScorePlan())
        let known = scoring.score(Prediction(touched: data.realised.bySide[side]))
        #expect(known.rank > 0.999)
        #expect(known.withPath.weeks.low > 2)
        #expect(known.permuted.days.low < 0.05)
        #expect(known.reliability.allSatisfy { abs($0.predicted - $0.realised) <= 1e-9 * $0.realised })
    }

    @Test(arguments: Side.allCases)
    func `a prediction of nothing at all has no rank and adds nothing`(side: Side) throws {
        let data = try Self.madeUp()
        let scoring = try SideScoring(data.market(), side, ScorePlan())
        let nothing = scoring.score(Prediction(touched: [Double](repeating: 0, count: 420)))
        #expect(nothing.rank == 0)
        #expect(abs(nothing.withPath.bits) < 1e-9)
        #expect(nothing.ratio.all == 0)
    }

    @Test func `liquidations in another order of days are not known by any prediction`() throws {
        let data = try Self.madeUp()
        let days = Resampling(data.time, span: 86_400_000, seed: 5)
        let order = days.shuffled()
        let shuffled = data.realised.bySide.map { cells in order.map { cells[$0] } }
        let market = try data.market(realised: shuffled)
        for side in Side.allCases {
            let score = try SideScoring(market, side, ScorePlan()).score(data.prediction(side))
            #expect(score.withPath.days.low <= 0)
        }
    }

    @Test func `bars without a known outcome or open interest are no rows`() throws {
        let data = try Self.madeUp()
        var realised = data.realised.bySide
        realised.long[7] = .nan
        realised.short[9] = .nan
        let market = try data.market(realised: realised)
        #expect(market.count == 418)
        #expect(!market.bars.contains(7) && !market.bars.contains(9))
        // Without open interest there is no share of it.
        let series = try data.series()
        let bare = try BarSeries(
            time: series.time, open: series.open, high: series.high, low: series.low, close: series.close)
        #expect(throws: CoreError.self) { try ScoredMarket(bare, fine: nil, realised: realised) }
    }

    @Test func `how far a bar went beyond the past is that of looking at all bars before`() throws {
        let data = try Self.madeUp()
        let market = try data.market()
        for (place, span) in ScoredMarket.spans.enumerated() {
            for bar in stride(from: 1, to: 420, by: 7) {
                let past = (0..<bar).filter { data.time[$0] >= data.time[bar] - span }
                let low = min(data.low[bar], data.close[bar - 1])
                let lowest = try #require(past.map { data.low[$0] }.min())
                #expect(abs(market.fresh.long[place][bar] - max(0, log(lowest / low))) < 1e-12)
                let high = max(data.high[bar], data.close[bar - 1])
                let highest = try #require(past.map { data.high[$0] }.max())
                #expect(abs(market.fresh.short[place][bar] - max(0, log(high / highest))) < 1e-12)
            }
        }
    }
}

@Suite("Resampling") struct ResamplingTests {
    @Test func `ranks of rows that are there several times are those of a longer table`() {
        var random = RandomMarket(seed: 4)
        for _ in 0..<50 {
            let count = 30
            let (one, other) = (0..<2).map { _ in (0..<count).map { _ in random.number(0...9).rounded() } }
                .pair
            let times = (0..<count).map { _ in Int32(random.pick([0, 1, 1, 2, 3])) }
            func repeated(_ cells: [Double]) -> [Double] {
                cells.indices.flatMap { [Double](repeating: cells[$0], count: Int(times[$0])) }
            }
            let expected = Ranks.correlation(Ranks(repeated(one)), Ranks(repeated(other)))
            let found = Ranks.correlations([Ranks(one)], with: Ranks(other), times: times)[0]
            #expect(abs(found - expected) < 1e-12)
        }
    }

    @Test func `days in another order are the same days`() {
        let time = (0..<245).map { Int64($0) * 3_600_000 + 1_735_700_400_000 }
        let days = Resampling(time, span: 86_400_000)
        let order = days.shuffled()
        #expect(order.sorted() == Array(0..<245))
        #expect(order != Array(0..<245))
        // The hour of the day stays.
        #expect(order.enumerated().allSatisfy { ($0.element - $0.offset) % 24 == 0 })
    }

    @Test func `the mean of several tables is as sure as that of their sum`() throws {
        var random = RandomMarket(seed: 21)
        let time = (0..<900).map { Int64($0) * 86_400_000 }
        let tables = (1...4).map { seed in
            (
                blocks: Resampling(time, span: 86_400_000, seed: UInt64(seed)),
                cells: time.map { _ in random.number(-1...1) }
            )
        }
        let all = try #require(Resampling.mean(of: tables))
        #expect(abs(all.value - tables.map { $0.cells.reduce(0, +) / 900 }.reduce(0, +) / 4) < 1e-12)
        #expect(abs(all.high - all.low - 2 * 1.96 / (3.0 * 3600).squareRoot()) < 0.004)
        #expect(all.blocks == 900)
        #expect(Resampling.mean(of: []) == nil)
    }

    @Test func `the interval of a mean is as wide as that of the normal distribution`() {
        var random = RandomMarket(seed: 9)
        let time = (0..<4000).map { Int64($0) * 86_400_000 }
        let cells = time.map { _ in random.number(-1...1) }
        let interval = Resampling(time, span: 86_400_000).mean(cells)
        // A uniform cell deviates by 1/√3; 1.96 of that over √4000 on either side.
        #expect(abs(interval.high - interval.low - 2 * 1.96 / (3.0 * 4000).squareRoot()) < 0.003)
        #expect(interval.low < interval.value && interval.value < interval.high)
    }
}

extension Array {
    fileprivate var pair: (Element, Element) { (self[0], self[1]) }
}
