-- The clusters that price would meet first, one on each side. Where a side has none, as most maps of the default model
-- have, it is where fuel begins: positions that no price has touched.

local fuel = require "_fuel"

local function place(distance)
  if distance == 0 then return "at the price" end
  return string.format("%.1f %% %s", 100 * math.abs(distance), distance < 0 and "below" or "above")
end

return {
  api = 1, kind = "signal", id = "nearest-cluster", version = "1.1.0",
  summary = "The nearest cluster of each side that is large enough to matter; without one, where fuel begins.",
  params = {
    within = { type = "percent", default = "15%", doc = "how far to look" },
    least = { type = "percent", default = "20%", doc = "smallest size against the largest cluster" },
  },
  run = function(map, bar, params)
    local nearest = {}
    for _, cluster in ipairs(map:clusters { within = params.within, by = "distance", limit = 1000 }) do
      if cluster.relative >= params.least then nearest[cluster.side] = nearest[cluster.side] or cluster end
    end
    local signals = {}
    for _, side in ipairs { "long", "short" } do
      local cluster = nearest[side]
      local begin = not cluster and fuel(map, side, params.within)
      if cluster then
        signals[#signals + 1] = {
          name = "cluster", side = side, strength = cluster.relative, price = cluster.peak,
          note = place(cluster.distance),
        }
      elseif begin then
        signals[#signals + 1] = {
          name = "fuel", side = side, strength = begin.fresh, price = begin.price,
          note = string.format("no such cluster of %ss; fuel begins %s, %.0f %% of it untouched", side,
            place(begin.distance), 100 * begin.fresh),
        }
      end
    end
    return signals
  end,
}
