-- Large accounts: little leverage, and less of it the larger the moves have been.

local lognormal = require "_lognormal"

return {
  api = 1, kind = "leverage", id = "whales", version = "1.1.0",
  summary = "Large accounts: around 2x, less after large moves, nothing above 20x.",
  params = {
    median = { type = "number", unit = "x", default = 2, min = 1, max = 20, doc = "usual leverage" },
    window = { type = "duration", default = "7d", doc = "span over which moves are measured" },
  },
  run_all = function(series, ladder, params)
    -- The range of the window against the last close says how rough the market has been; at first, of what is there.
    local bars = math.max(1, params.window // series.interval) + 1
    local high = series.high:rolling_max(bars):fillnan(series.high:cummax())
    local low = series.low:rolling_min(bars):fillnan(series.low:cummin())
    local rough = ((high - low) / series.close / 0.30):atmost(1)
    local median = (params.median * (1 - 0.4 * rough)):atleast(1)
    local rungs, weights = {}, {}
    for i, leverage in ipairs(ladder) do
      weights[i] = 0
      if leverage <= 20 then rungs[#rungs + 1] = i end
    end
    local few = {}
    for n, i in ipairs(rungs) do few[n] = ladder[i] end
    for n, weight in ipairs(lognormal.around(few, median, 0.5)) do weights[rungs[n]] = weight end
    return weights
  end,
}
