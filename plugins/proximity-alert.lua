-- Says so when the price has come close to enough mass. Where a side has no cluster, as in most maps of the default
-- model, it is where fuel begins, positions that no price has touched. That is seldom far, so that close has to be much
-- closer there.

local fuel = require "_fuel"

-- Three digits and a unit: 1.24M.
local function amount(value)
  for _, unit in ipairs { { 1e9, "B" }, { 1e6, "M" }, { 1e3, "K" } } do
    if value >= 0.9995 * unit[1] then
      local scaled = value / unit[1]
      return string.format(scaled < 9.995 and "%.2f%s" or scaled < 99.95 and "%.1f%s" or "%.0f%s", scaled, unit[2])
    end
  end
  return string.format("%.0f", value)
end

return {
  api = 1, kind = "signal", id = "proximity-alert", version = "1.1.0",
  summary = "A cluster of some size is closer than a distance; without one, the place where fuel begins.",
  params = {
    within = { type = "percent", default = "2%", min = 0.0001, max = 1, doc = "how close is close" },
    least = { type = "number", unit = "quote", default = 0, min = 0, doc = "smallest cluster or fuel that counts" },
    relative = { type = "percent", default = "25%", min = 0, max = 1, doc = "smallest cluster against the largest" },
    fuel = { type = "percent", default = "0.25%", min = 0.0001, max = 1, doc = "the same to where fuel begins" },
  },
  run = function(map, bar, params)
    local signals, has_cluster = {}, {}
    for _, cluster in ipairs(map:clusters { within = "100%", limit = 1000 }) do
      if cluster.notional >= params.least and cluster.relative >= params.relative then
        has_cluster[cluster.side] = true
        -- To the edge that the price would reach first.
        local distance = math.abs(cluster.near / map.price - 1)
        if distance <= params.within and #signals < 100 then
          signals[#signals + 1] = {
            name = "near cluster", side = cluster.side, price = cluster.peak,
            strength = math.min(1, cluster.relative * (1 - distance / params.within)),
            note = string.format("%s quote units, their near edge %.2f %% away at %.6g", amount(cluster.notional),
              100 * distance, cluster.near),
          }
        end
      end
    end
    for _, side in ipairs { "long", "short" } do
      local begin = not has_cluster[side] and fuel(map, side, params.fuel)
      local distance = begin and math.abs(begin.distance)
      if begin and begin.notional >= params.least then
        signals[#signals + 1] = {
          name = "near fuel", side = side, price = begin.price,
          strength = begin.fresh * (1 - distance / params.fuel),
          note = string.format("no such cluster of %ss; fuel begins %.2f %% away, %.0f %% of it untouched", side,
            100 * distance, 100 * begin.fresh),
        }
      end
    end
    return signals
  end,
}
