import LiquidationCore
import Testing

@testable import MarketData

/// Markets as ccxt names them: a contract is not its spot.
@Suite("Markets of ccxt") struct MarketNameTests {
    private func rows(_ symbols: [String]) -> String {
        "timestamp,symbol,open,high,low,close\n"
            + symbols.enumerated().map { "\(1_704_067_200_000 + $0 * 60_000),\($1),1,1,1,1\n" }.joined()
    }

    @Test func `a market is a symbol, in a column or in rows of JSON`() throws {
        #expect(try Folder.load("x.csv", rows(["BTC/USDT:USDT", "BTC/USDT:USDT"])).symbol == "BTCUSDT")
        let row = #"{"info":{"a":[1]},"symbol":"ETH/USDT","timestamp":1704067200000,"o":1,"h":1,"l":1,"c":1}"#
        #expect(try Folder.load("x.json", "[\(row)]").symbol == "ETHUSDT")
        for name in ["BTC/", "/USDT", "btc/USDT", "A/B/C", "BTC/USDT:"] {
            #expect(Folder.refusal(rows([name])).contains("'\(name)' is not a symbol name"), "\(name)")
        }
    }

    @Test func `two markets of one coin are refused with what reads one`() {
        let refusal = Folder.refusal(rows(["BTC/USDT:USDT", "BTC/USDT"]))
        #expect(
            refusal.contains("x.csv:3: column symbol: symbol BTC/USDT, but the rows before say BTC/USDT:USDT")
        )
        #expect(refusal.contains("--where symbol=BTC/USDT:USDT reads the rows of one"), "\(refusal)")
    }
}
