import Engine
import LiquidationCore
import MarketData

let data = try MarketData.load(CommandLine.arguments[1])
var request = MapRequest(leverage: .measured)
request.lookback = 7 * 86_400_000
let result = try MapEngine().result(data, request)
print("a fall of 5 % would force-close", result.map.sum(.long, within: try Rate(0.05)))
for cluster in result.clusters { print(cluster.side, cluster.low, cluster.high, cluster.notional) }
for note in result.assumptions.notes { print("note:", note) }
