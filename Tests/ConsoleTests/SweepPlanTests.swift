import Engine
import Plugins
import Scripting
import Testing

@testable import Console

@Suite("Sweep plan") struct SweepPlanTests {
    @Test(arguments: [
        ("price -2%..+2% step 1%", ["-2%", "-1%", "0%", "1%", "2%"]),
        ("kappa 0..0.3 step 0.1", ["0", "0.1", "0.2", "0.3"]),
        ("leverage retail,uniform", ["retail", "uniform"]),
        ("leverage retail uniform", ["retail", "uniform"]),
        ("lookback 1d..3d step 1d", ["1d", "2d", "3d"]), ("price 0..10%", (0...10).map { "\($0)%" }),
        ("kappa 0..1 step 0.4", ["0", "0.4", "0.8"]),
    ])
    func `values are a list, or steps from one to another`(text: String, values: [String]) throws {
        #expect(try SweepPlan(text).values == values)
    }

    @Test(arguments: [
        "", "price", "kappa 1..0", "kappa 0..1 step 0", "kappa 0..1 step -1", "price -5%..5 step 1%",
        "kappa 0..1 by 1", "kappa 0..1 step 1%", "kappa a..b", "kappa 0..1e9 step 1",
    ])
    func `what makes no steps is refused`(text: String) {
        #expect(throws: HostError.self) { try SweepPlan(text) }
    }

    @Test func `options are told from those of the model`() throws {
        #expect(
            try OptionList("leverage=retail lookback=7d kappa=0.5 buckets=100").table
                == "{ leverage = \"retail\", lookback = \"7d\", buckets = 100, options = { kappa = 0.5 } }")
        for text in ["leverage", "=x", "a=", "1=2"] {
            #expect(throws: HostError.self) { try OptionList(text) }
        }
    }

    @Test(arguments: [
        ("examples/data/BTCUSDT", "btc"), ("x/ETH-USD.csv", "eth"), ("a/1000PEPEUSDT.zip", "data"),
        ("usdt", "usdt"), ("end.csv", "data"), ("BTCUSDT-1m-2025.csv", "btc"),
    ])
    func `data gets the name of its symbol`(path: String, name: String) {
        #expect(LuaName.of(path) == name)
    }
}
