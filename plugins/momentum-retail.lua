-- A retail crowd that leans to high leverage after a fast rise, and lets go of it after a fall.

return {
  api = 1, kind = "leverage", id = "momentum-retail", version = "1.0.0",
  summary = "Retail ladder whose longs lean to high leverage after a fast rise, its shorts after a fast fall.",
  params = {
    window = { type = "duration", default = "1d", doc = "look-back of the move" },
    lean = { type = "number", default = 1.5, min = 0, max = 10, doc = "how strongly a move of 5 % shifts the mix" },
  },
  run = function(bar, ladder, params)
    local bars = math.max(1, params.window // bar.interval)
    local before = bar:back(bars)
    local move = before and (bar.close / before.close - 1) / 0.05 or 0
    move = math.max(-2, math.min(2, move))
    local function mix(lean)
      local median = 5 * math.exp(0.5 * lean)
      local weights = {}
      for i, leverage in ipairs(ladder) do
        local distance = math.log(leverage / median)
        weights[i] = math.exp(-distance * distance / 2)
      end
      return weights
    end
    return { long = mix(params.lean * move), short = mix(-params.lean * move) }
  end,
}
