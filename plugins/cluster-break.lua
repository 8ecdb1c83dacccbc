-- The last bar went for a cluster: it closed near its end, and the next bar of its size would be there.

return {
  api = 1, kind = "signal", id = "cluster-break", version = "1.0.0",
  summary = "The last bar runs at a cluster that another bar like it would break.",
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
    local signals = {}
    for _, cluster in ipairs(map:clusters { within = "100%", limit = 50 }) do
      local edge = cluster.side == "long" and cluster.high or cluster.low
      local needed = math.max(0, side == "short" and edge - bar.close or bar.close - edge) / range
      if cluster.side == side and cluster.relative >= params.relative and needed <= params.bars then
        signals[#signals + 1] = {
          name = side == "short" and "break up" or "break down", side = side, price = cluster.peak,
          strength = math.min(1, cluster.relative / (1 + needed)),
          note = string.format("%.1f bars like the last one away", needed),
        }
      end
    end
    return signals
  end,
}
