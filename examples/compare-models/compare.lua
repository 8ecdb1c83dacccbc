-- How much the answer depends on the mix of leverage: the same market under several models.
--
--   liq run examples/compare-models/compare.lua

local btc = liq.load "examples/data/BTCUSDT"
local models = { "pareto", "measured", "measured:median=5,sigma=1.2", "whales", "momentum-retail", "retail", "builtin:uniform" }

print(string.format("%-28s %10s %10s %10s", "longs at risk, M quote", "2 %", "5 %", "10 %"))
for _, model in ipairs(models) do
  local map = btc:map { leverage = model, lookback = "7d" }
  local row = {}
  for _, within in ipairs { "2%", "5%", "10%" } do
    row[#row + 1] = string.format("%10.2f", map:sum("long", { within = within }) / 1e6)
  end
  print(string.format("%-28s %s", model, table.concat(row, " ")))
end
