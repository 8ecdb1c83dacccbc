-- The map of a market: its clusters, and what a move of 5 % would force-close.
--
--   liq run examples/first-map/map.lua -- examples/data/BTCUSDT

local btc = liq.load(arg[1])
print(#btc .. " bars of " .. btc.symbol .. ", last close " .. btc.close[#btc])

local map = btc:map { lookback = "14d", leverage = "retail" }

print("the largest clusters within 20 %:")
for _, cluster in ipairs(map:clusters { within = "20%", limit = 2 }) do
  print(string.format("  %-6s %9.0f to %9.0f  %+5.1f %%  %6.2f M", cluster.side, cluster.low, cluster.high,
    100 * cluster.distance, cluster.notional / 1e6))
end

for _, side in ipairs { "long", "short" } do
  print(string.format("%ss within 5 %%: %.2f M", side, map:sum(side, { within = "5%" }) / 1e6))
end
print(string.format("asymmetry: %+.2f (1: all fuel above the price, -1: all below)", map:asymmetry { within = "5%" }))
