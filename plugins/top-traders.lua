-- Top traders carry large positions at little leverage. The ratio of their positions tells which side they are on:
-- that side has less leverage, the other one is left to the crowd.

local lognormal = require "_lognormal"

return {
  api = 1, kind = "leverage", id = "top-traders", version = "1.0.0",
  summary = "The side that the long/short ratio of positions leans to has less leverage.",
  params = {
    median = { type = "number", unit = "x", default = 4, min = 1, max = 150, doc = "leverage where the ratio is 1" },
    lean = { type = "number", default = 0.7, min = 0, max = 5, doc = "how strongly the ratio moves it" },
    sigma = { type = "number", default = 1, min = 0.1, max = 3, doc = "spread: standard deviation of the logarithm" },
  },
  run_all = function(series, ladder, params)
    local ratio = series.long_short_ratio
    -- Without a ratio nobody leans: both sides are the same.
    if not ratio then return lognormal.around(ladder, params.median, params.sigma) end
    local lean = ratio:gt(0):choose(params.lean * ratio:log(), 0):clip(-2, 2)
    local function mix(median) return lognormal.around(ladder, median, params.sigma) end
    return { long = mix(params.median * (-lean):exp()), short = mix(params.median * lean:exp()) }
  end,
}
