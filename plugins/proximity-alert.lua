-- Says so when the price has come close to enough mass.

return {
  api = 1, kind = "signal", id = "proximity-alert", version = "1.0.0",
  summary = "A cluster of some size is closer than a distance.",
  params = {
    within = { type = "percent", default = "2%", min = 0.0001, max = 1, doc = "how close is close" },
    least = { type = "number", unit = "quote", default = 0, min = 0, doc = "smallest cluster that counts" },
    relative = { type = "percent", default = "25%", min = 0, max = 1, doc = "the same against the largest cluster" },
  },
  run = function(map, bar, params)
    local signals = {}
    for _, cluster in ipairs(map:clusters { within = "100%", limit = 50 }) do
      -- To the edge that the price would reach first.
      local edge = cluster.side == "long" and cluster.high or cluster.low
      local distance = math.max(0, cluster.side == "long" and 1 - edge / map.price or edge / map.price - 1)
      if distance <= params.within and cluster.notional >= params.least and cluster.relative >= params.relative then
        signals[#signals + 1] = {
          name = "near cluster", side = cluster.side, price = cluster.peak,
          strength = math.min(1, cluster.relative * (1 - distance / params.within)),
          note = string.format("%.2f %% away, %.3g quote units", 100 * distance, cluster.notional),
        }
      end
    end
    return signals
  end,
}
