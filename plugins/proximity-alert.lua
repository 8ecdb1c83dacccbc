-- Says so when the price has come close to enough mass.

return {
  api = 1, kind = "signal", id = "proximity-alert", version = "1.0.0",
  summary = "A wall of some size is closer than a distance.",
  params = {
    within = { type = "percent", default = "2%", min = 0.0001, max = 1, doc = "how close is close" },
    least = { type = "number", unit = "quote", default = 0, min = 0, doc = "smallest wall that counts" },
    relative = { type = "percent", default = "25%", min = 0, max = 1, doc = "the same against the largest wall" },
  },
  run = function(map, bar, params)
    local signals = {}
    for _, wall in ipairs(map:clusters { within = "100%", limit = 50 }) do
      -- To the edge that the price would reach first.
      local edge = wall.side == "long" and wall.high or wall.low
      local distance = math.max(0, wall.side == "long" and 1 - edge / map.price or edge / map.price - 1)
      if distance <= params.within and wall.notional >= params.least and wall.relative >= params.relative then
        signals[#signals + 1] = {
          name = "near wall", side = wall.side, price = wall.peak,
          strength = math.min(1, wall.relative * (1 - distance / params.within)),
          note = string.format("%.2f %% away, %.3g quote units", 100 * distance, wall.notional),
        }
      end
    end
    return signals
  end,
}
