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
