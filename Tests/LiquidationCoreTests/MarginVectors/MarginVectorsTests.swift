import Foundation
import LiquidationCore
import TestSupport
import Testing

/// Prices that venues, their pages and other programs published, put to the public library.
///
/// `LIQ_MARGIN_VECTORS` names another file of the same shape.
@Suite("MarginVectors") struct MarginVectorsTests {
    static let own = Golden.folder.appending(path: "margin-vectors.json")
    static let named = ProcessInfo.processInfo.environment["LIQ_MARGIN_VECTORS"]

    static var file: URL {
        if let named { return URL(filePath: named) }
        let shared = "margin/vectors.json"
        return SharedFolder.has(shared) ? URL(filePath: SharedFolder.path(shared)) : own
    }

    private func score(_ url: URL) throws -> MarginScore {
        var score = MarginScore()
        for vector in try MarginVector.list(Data(contentsOf: url)) { score.add(vector) }
        return score
    }

    @Test func `published prices are met within their tolerance`() throws {
        let score = try score(Self.file)
        for detail in score.details { print(detail) }
        print(score.rules.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "; "))
        print(score)
        #expect(score.failed == 0)
        #expect(Self.named != nil || score.unexpressed == 0)
    }

    @Test func `the project's own list is met`() throws {
        let score = try score(Self.own)
        #expect(score.passed >= 20)
        #expect(score.failed == 0 && score.unexpressed == 0, "\(score.details)")
    }

    @Test(arguments: [
        #"{"formula": "no_such_formula", "inputs": {}}"#,
        #"{"formula": "linear_mark_mm", "inputs": {"qty": 1}}"#,
        #"{"formula": "linear_mark_mm", "inputs": {"qty": -1, "entry_price": 1, "leverage": 2, "mmr": 0.1}}"#,
        #"{"formula": "kucoin_cross_amr", "inputs": {"target": "X", "positions": [{}], "taker_fee_rate": 0}}"#,
        #"{"formula": "tier_recurrence", "inputs": {"floors": [0], "mmrs": [], "target_level": 9e99}}"#,
        #"{"id": 7}"#,
    ])
    func `a vector that cannot be put is told apart, not failed`(row: String) throws {
        var score = MarginScore()
        for vector in try MarginVector.list(Data("[\(row)]".utf8)) { score.add(vector) }
        #expect("\(score)" == "0 passed, 0 failed, 1 not expressible")
    }
}

/// One published case: what went in, what a venue printed, and how far it may be off.
struct MarginVector {
    let id: String, venue: String, contract: String, formula: String, status: String
    let side: Side
    let inputs: Inputs
    let liquidation: Double?
    let bankruptcy: Double?
    let tolerance: Tolerance
    let bankruptcyTolerance: Tolerance

    /// Absolute and relative, added up.
    struct Tolerance {
        let absolute: Double, relative: Double

        /// Whether a figure is the published one; "none" and a published figure that is no price agree.
        func accepts(_ ours: Double?, _ published: Double?) -> Bool {
            guard let ours else { return published.map { $0 <= 0 } ?? true }
            guard let published else { return false }
            return abs(ours - published) <= absolute + relative * abs(published)
        }
    }

    init(_ object: [String: Any]) {
        func text(_ key: String) -> String { object[key] as? String ?? "" }
        func number(_ key: String) -> Double? { (object[key] as? NSNumber)?.doubleValue }
        func tolerance(_ key: String) -> Tolerance {
            let parts = object[key] as? [String: Any] ?? [:]
            func part(_ key: String) -> Double { (parts[key] as? NSNumber)?.doubleValue ?? 0 }
            return Tolerance(absolute: part("abs"), relative: part("rel"))
        }
        (id, venue, contract, formula) = (text("id"), text("venue"), text("contract"), text("formula"))
        status = text("status")
        side = text("side") == "long" ? .long : .short
        inputs = Inputs(values: object["inputs"] as? [String: Any] ?? [:])
        liquidation = number("expected_liquidation_price")
        bankruptcy = number("expected_bankruptcy_price")
        self.tolerance = tolerance("tolerance")
        bankruptcyTolerance = tolerance("bankruptcy_tolerance")
    }

    /// The vectors of a JSON text: an array of objects.
    static func list(_ data: Data) throws -> [MarginVector] {
        let root = try JSONSerialization.jsonObject(with: data)
        let rows = root as? [[String: Any]] ?? (root as? [String: Any])?["vectors"] as? [[String: Any]]
        guard let rows else { throw NotExpressible("the file is no list of vectors") }
        return rows.map(MarginVector.init)
    }
}

/// Why a vector cannot be put to the library.
struct NotExpressible: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// The inputs of a vector, or of one position in it, by name.
struct Inputs {
    let values: [String: Any]

    /// A number; `nil` where it is absent or null.
    func number(_ key: String) -> Double? { (values[key] as? NSNumber)?.doubleValue }

    /// A number that is needed.
    func need(_ key: String) throws -> Double {
        guard let number = number(key) else { throw NotExpressible("no input \(key)") }
        return number
    }

    func text(_ key: String) -> String? { values[key] as? String }

    func numbers(_ key: String) throws -> [Double] {
        guard let list = values[key] as? [NSNumber] else { throw NotExpressible("no list \(key)") }
        return list.map(\.doubleValue)
    }

    /// The rows of a list and which of them `target` names.
    func rows(_ key: String, named name: String) throws -> (rows: [Inputs], target: Int) {
        guard let list = values[key] as? [[String: Any]] else { throw NotExpressible("no list \(key)") }
        let rows = list.map(Inputs.init)
        let target = rows.firstIndex { $0.text(name) != nil && $0.text(name) == text("target") }
        guard let target else { throw NotExpressible("no \(name) \(text("target") ?? "") in \(key)") }
        return (rows, target)
    }
}

/// What the library says to a vector.
struct MarginAnswer {
    var liquidation: Double?
    var bankruptcy: Double?
    /// The rule that was used: a venue's id, with the day it began where that is not the first.
    var rule = ""
}

/// What a formula takes for granted about the rule.
struct RuleFamily {
    var maintenance = MarginRule.Basis.atLiquidation
    var fee: MarginRule.ClosingFee?
    var isRatePerLeverage = false

    /// Maintenance and fee that follow the price.
    static func mark(fee: Double = 0) throws -> RuleFamily {
        RuleFamily(fee: try closing(fee, .atLiquidation))
    }

    /// Maintenance and fee frozen at entry.
    static func entry(fee: Double = 0) throws -> RuleFamily {
        RuleFamily(maintenance: .atEntry, fee: try closing(fee, .atEntry))
    }

    static func closing(
        _ rate: Double, _ basis: MarginRule.ClosingFee.Basis, isReserved: Bool = false
    ) throws -> MarginRule.ClosingFee? {
        rate == 0 ? nil : .init(rate: try Rate(rate), basis: basis, isReserved: isReserved)
    }

    func fits(_ rule: MarginRule) -> Bool {
        guard maintenance == rule.maintenance, isRatePerLeverage == rule.isRatePerLeverage else {
            return false
        }
        guard let fee else { return true }
        return fee.basis == rule.closingFee?.basis && fee.isReserved == rule.closingFee?.isReserved
    }
}

extension MarginVector {
    /// Names of vectors that are not ids of venues.
    private static let names = [
        "binance-usdm": "binance", "kraken-futures": "kraken", "dydx-v4": "dydx", "deribit-linear": "deribit",
        "okex": "okx", "huobi": "htx", "gateio": "gate", "mexc-futures": "mexc",
    ]

    /// A contract of the vector's venue under its newest rule of a family, with the vector's own fee.
    ///
    /// Where no rule of the venue is of the family, the parameters make up a rule.
    func instrument(
        _ contract: Contract, _ family: RuleFamily, _ maintenance: Maintenance, symbol: String? = nil
    ) -> (Instrument, rule: String) {
        let name = Self.names[venue] ?? venue
        let venues = Venue.all.filter {
            $0.contract == contract && ($0.id == name || $0.id.hasPrefix(name + "-"))
        }
        var rule = Venue.generic.rule()
        var text = "parameters"
        (rule.maintenance, rule.isRatePerLeverage) = (family.maintenance, family.isRatePerLeverage)
        search: for venue in venues {
            for dated in venue.rules.reversed() where family.fits(dated.rule) {
                (rule, text) = (dated.rule, venue.id + (dated.from.map { " since \($0)" } ?? ""))
                break search
            }
        }
        // The margin of a vector is what its source says, and its fee that of the account.
        (rule.closingFee, rule.openingFee) = (family.fee, .fromWallet)
        rule.display = PriceDisplay(liquidation: .exact, bankruptcy: .exact, absence: rule.display.absence)
        return (
            Instrument(
                symbol: symbol ?? id, contract: contract, rule: rule, maintenance: maintenance), text
        )
    }

    /// Base coin, or face value, of a vector that gives contracts.
    func face(_ inputs: Inputs? = nil) throws -> Quantity {
        let inputs = inputs ?? self.inputs
        return try Quantity(abs(try inputs.need("contracts")) * (inputs.number("contract_size") ?? 1))
    }

    /// Margin without profit where the vector gives it.
    var givenMargin: Double? {
        if let margin = inputs.number("margin") { return margin }
        guard let margin = inputs.number("isolated_margin_incl_upnl") else { return nil }
        return inputs.number("unrealized_pnl").map { margin - $0 }
    }

    /// A position by its margin where given, else by its leverage.
    func position(_ quantity: Quantity, leverage: Double? = nil) throws -> Position {
        let entry = try Price(try inputs.need("entry_price"))
        if let margin = givenMargin {
            return Position(side: side, entry: entry, quantity: quantity, margin: try Collateral(margin))
        }
        return Position(
            side: side, entry: entry, quantity: quantity,
            leverage: try Leverage(try leverage ?? inputs.need("leverage")))
    }

    /// `rate` and the amount that some vectors call a deduction.
    func fixed(_ rate: Double, _ amount: Double?) throws -> Maintenance {
        .fixed(rate: try Rate(rate), amount: try Collateral(amount ?? 0))
    }
}

/// What became of a list of vectors.
struct MarginScore: CustomStringConvertible {
    private(set) var passed = 0, failed = 0, unexpressed = 0
    /// One line for each vector that needs one.
    private(set) var details: [String] = []
    /// Rules that were used, and how often.
    private(set) var rules: [String: Int] = [:]

    var description: String { "\(passed) passed, \(failed) failed, \(unexpressed) not expressible" }

    /// What the formula gives where a source contradicts itself; the published figure is another one, or follows
    /// from wrong inputs. Figures of `verify.py` beside the vectors.
    static let figures: [String: (liquidation: Double, bankruptcy: Double?)] = [
        "bmx-nt-xbtusd-bad": (89_854.68493150685, 89_446.25454545456),
        "bnc-forum-cross-long-user": (33_578.859744833826, nil),
        "byb-nt-long-bad": (45_500, 45_000),
        "byb-nt-short-bad": (2916.3925, 2940.9),
        "gate-api-btcusd-inv-long": (3421.2555945718336, nil),
        "gate-issue-shib-long-wrong": (1.4736485733742576e-05, nil),
        "kuc-help-cross-btc-long": (48_243.011543375935, nil),
    ]

    mutating func add(_ vector: MarginVector) {
        do {
            let answer = try vector.answer()
            rules[answer.rule, default: 0] += 1
            let agrees =
                vector.tolerance.accepts(answer.liquidation, vector.liquidation)
                && (vector.bankruptcy == nil
                    || vector.bankruptcyTolerance.accepts(answer.bankruptcy, vector.bankruptcy))
            let text =
                "\(vector.id): \(describe(answer.liquidation)) (\(describe(answer.bankruptcy))) for "
                + "\(describe(vector.liquidation)) (\(describe(vector.bankruptcy)))"
            if vector.status == "source_inconsistent" {
                addInconsistent(vector, answer, agrees, text)
            } else if agrees {
                passed += 1
            } else {
                failed += 1
                details.append("failed \(text), by \(answer.rule)")
            }
        } catch {
            unexpressed += 1
            details.append("not expressible \(vector.id) (\(vector.formula)): \(error)")
        }
    }

    private mutating func addInconsistent(
        _ vector: MarginVector, _ answer: MarginAnswer, _ agrees: Bool, _ text: String
    ) {
        var isRight = answer.liquidation?.isFinite ?? true
        if let figure = Self.figures[vector.id] {
            let tight = MarginVector.Tolerance(absolute: 0, relative: 1e-12)
            isRight =
                tight.accepts(answer.liquidation, figure.liquidation)
                && (figure.bankruptcy == nil || tight.accepts(answer.bankruptcy, figure.bankruptcy))
        }
        if isRight { passed += 1 } else { failed += 1 }
        details.append(
            (isRight ? "" : "failed ")
                + "\(text): the source contradicts itself, its figure is "
                + (agrees ? "that of its own inputs" : "another"))
    }

    private func describe(_ price: Double?) -> String { price.map { "\($0)" } ?? "none" }
}
