-- Top traders carry large positions at little leverage. The ratio of their positions tells which side they are on:
-- that side has less leverage, the other one is left to the crowd.

return {
  api = 1, kind = "leverage", id = "top-traders", version = "1.0.0",
  summary = "The side that the long/short ratio of positions leans to has less leverage.",
  params = {
    median = { type = "number", unit = "x", default = 4, min = 1, max = 150, doc = "leverage where the ratio is 1" },
    lean = { type = "number", default = 0.7, min = 0, max = 5, doc = "how strongly the ratio moves it" },
    sigma = { type = "number", default = 1, min = 0.1, max = 3, doc = "spread: standard deviation of the logarithm" },
  },
  run = function(bar, ladder, params)
    local ratio = bar.long_short_ratio
    local lean = ratio and ratio > 0 and params.lean * math.log(ratio) or 0
    lean = math.max(-2, math.min(2, lean))
    local function mix(median)
      local weights = {}
      for i, leverage in ipairs(ladder) do
        weights[i] = math.exp(-(math.log(leverage / median) / params.sigma) ^ 2 / 2)
      end
      return weights
    end
    return { long = mix(params.median * math.exp(-lean)), short = mix(params.median * math.exp(lean)) }
  end,
}
