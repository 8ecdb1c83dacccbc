-- The clusters that price would meet first, one on each side.

return {
  api = 1, kind = "signal", id = "nearest-cluster", version = "1.0.0",
  summary = "The nearest cluster of each side that is large enough to matter.",
  params = {
    within = { type = "percent", default = "15%", doc = "how far to look" },
    least = { type = "percent", default = "20%", doc = "smallest size against the largest cluster" },
  },
  run = function(map, bar, params)
    local nearest = {}
    for _, cluster in ipairs(map:clusters { within = params.within }) do
      local best = nearest[cluster.side]
      if cluster.relative >= params.least
        and (not best or math.abs(cluster.distance) < math.abs(best.distance)) then
        nearest[cluster.side] = cluster
      end
    end
    local signals = {}
    for _, side in ipairs { "long", "short" } do
      local cluster = nearest[side]
      if cluster then
        signals[#signals + 1] = {
          name = "cluster", side = side, strength = cluster.relative, price = cluster.peak,
          note = string.format("%.1f %% away", 100 * cluster.distance),
        }
      end
    end
    return signals
  end,
}
