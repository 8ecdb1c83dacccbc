-- The last bar went for a cluster: it closed near its end, and the next bar of its size would be there. Where the side
-- has no cluster, as in most maps of the default model, it is where fuel begins that the bar went for.

local fuel = require "_fuel"

return {
  api = 1, kind = "signal", id = "cluster-break", version = "1.1.0",
  summary = "The last bar runs at a cluster, or without one at fuel, that another bar like it would break into.",
  params = {
    bars = { type = "number", default = 1, min = 0.1, max = 20, doc = "bars of this size that may be needed" },
    close = { type = "percent", default = "70%", min = 0.5, max = 1, doc = "how near the end of its range it closed" },
    relative = { type = "percent", default = "20%", min = 0, max = 1, doc = "smallest cluster, against the largest" },
  },
  run = function(map, bar, params)
    local range = bar.high - bar.low
    if range <= 0 then return {} end
    local place = (bar.close - bar.low) / range
    local side = place >= params.close and "short" or 1 - place >= params.close and "long" or nil
    if not side then return {} end
    local name = side == "short" and "break up" or "break down"
    local function bars_to(price)
      return math.max(0, side == "short" and price - bar.close or bar.close - price) / range
    end
    local signals, has_cluster = {}, false
    for _, cluster in ipairs(map:clusters { within = "100%", limit = 1000 }) do
      if cluster.side == side and cluster.relative >= params.relative then
        has_cluster = true
        local needed = bars_to(cluster.near)
        if needed <= params.bars and #signals < 100 then
          signals[#signals + 1] = {
            name = name, side = side, price = cluster.peak,
            strength = math.min(1, cluster.relative / (1 + needed)),
            note = string.format("%.1f bars like the last one away", needed),
          }
        end
      end
    end
    local begin = not has_cluster and fuel(map, side, 0.1)
    if begin and bars_to(begin.price) <= params.bars then
      local needed = bars_to(begin.price)
      signals[1] = {
        name = name, side = side, price = begin.price, strength = begin.fresh / (1 + needed),
        note = string.format("no such cluster of %ss; fuel begins %.1f bars like the last one away, ", side, needed)
          .. string.format("%.0f %% of it untouched", 100 * begin.fresh),
      }
    end
    return signals
  end,
}
