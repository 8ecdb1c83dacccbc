import LiquidationCore

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
