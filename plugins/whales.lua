-- Large accounts: little leverage, and less of it the larger the moves have been.

return {
  api = 1, kind = "leverage", id = "whales", version = "1.0.0",
  summary = "Large accounts: around 2x, less after large moves, nothing above 20x.",
  params = {
    median = { type = "number", default = 2, min = 1, max = 20, doc = "usual leverage" },
    window = { type = "duration", default = "7d", doc = "span over which moves are measured" },
  },
  run = function(bar, ladder, params)
    -- The range of the window against its start says how rough the market has been.
    local bars = math.max(1, math.min(200, params.window // bar.interval))
    local high, low = bar.high, bar.low
    local earlier = bar
    for n = 1, bars do
      earlier = bar:back(n)
      if not earlier then break end
      high, low = math.max(high, earlier.high), math.min(low, earlier.low)
    end
    local rough = math.min(1, (high - low) / bar.close / 0.30)
    local median = math.max(1, params.median * (1 - 0.4 * rough))
    local weights = {}
    for i, leverage in ipairs(ladder) do
      local distance = math.log(leverage / median) / 0.5
      weights[i] = leverage <= 20 and math.exp(-distance * distance / 2) or 0
    end
    return weights
  end,
}
