import Charts
import Foundation
import LuaRuntime
@testable import Scripting
import TestSupport
import Testing

@Suite("What maps say of themselves in Lua") struct MapFactsTests {
    private let session: Session
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let plugins = SharedFolder.project.appending(path: "plugins").path
        session = try Session(searchPath: [plugins], style: .plain(columns: 80)) { _ in }
        for name in ["BTCUSDT", "ETHUSDT"] {
            let path = try folder.write("\(name).csv", MadeUpMarket.bars(60))
            _ = try session.run("\(name) = liq.load \"\(path)\"", chunk: "test")
        }
        _ = try session.run("m = BTCUSDT:map{symbol = 'BTCUSDT'}", chunk: "test")
    }

    private func value(_ code: String) throws -> LuaValue {
        try #require(try session.run("return \(code)", chunk: "test").first)
    }

    @Test(arguments: [
        "#m.notes > 0 and type(m.notes[1]) == 'string'", "m.assumptions.model == 'turnover'",
        "m.assumptions.symbol == 'BTCUSDT' and m.assumptions.margin ~= nil",
        "m.ledger.unit == 'base' and m.ledger.long.opened > 0",
        "math.abs(m.ledger.long.opened - m.ledger.long.live - m.ledger.long.closed - m.ledger.long.liquidated"
            + " - m.ledger.long.below_grid - m.ledger.long.above_grid) < 1e-9 * m.ledger.long.opened",
        "type(BTCUSDT.notes) == 'table'",
    ])
    func `notes, assumptions and accounts are values`(code: String) throws {
        #expect(try value(code).bool == true)
    }

    private func error(_ code: String) -> String {
        let error = #expect(throws: LuaError.self) { try session.run("return \(code)", chunk: "test") }
        return error?.description ?? ""
    }

    @Test func `maps of different coins cannot be subtracted, however their symbols are written`() throws {
        let message = error("m - ETHUSDT:map{symbol = 'ETHUSDT'}")
        #expect(message.contains("nothing in common"))
        #expect(
            try value("(m - ETHUSDT:map{symbol = 'BTC-USDT-SWAP', venue = 'okx'}).long ~= nil").bool == true)
    }

    @Test func `options that cannot act are refused with what makes them act`() {
        for model in ["turnover", "balanced"] {
            let message = error("BTCUSDT:map{model = '\(model)', split = 'ratio'}")
            #expect(message.contains("split=ratio cannot act") && message.contains("model reference"))
        }
        #expect(error("BTCUSDT:heatmap{signal = 'nearest-cluster'}").contains("only applies to map"))
    }
}
