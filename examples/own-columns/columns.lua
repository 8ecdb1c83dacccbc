-- What funding cost a long of each of several files, and where the map of the same market has its largest cluster.
--
--   liq run examples/own-columns/columns.lua
--
-- A script reads any CSV or JSON; a table that it makes can be read by other programs (--output csv), and its exit code
-- says what it found: here 2 where there is nothing to read.

local paths = liq.files "examples/data/*/*-fundingRate.csv"
if #paths == 0 then liq.exit(2) end

for _, path in ipairs(paths) do
  local columns = liq.read_csv(path, { columns = true })
  local rates = columns.last_funding_rate
  local from, to = columns.calc_time[1], columns.calc_time[#columns.calc_time]
  print(string.format("%s: %d payments in %.1f days", path, #rates, (to - from) / 86400000))
  print(string.format("  paid by longs in all: %.4f %%, highest rate %.4f %%", rates:sum() * 100, rates:max() * 100))
end

local btc = liq.load "examples/data/BTCUSDT"
local cluster = btc:map { leverage = "retail", lookback = "7d" }:clusters { limit = 1 }[1]
print(string.format("largest cluster: %s at %.0f, %.1fM", cluster.side, cluster.peak, cluster.notional / 1e6))
