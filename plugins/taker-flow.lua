-- Takers are in a hurry: what they buy on balance opens longs, what they sell opens shorts.

return {
  api = 1, kind = "split", id = "taker-flow", version = "1.0.0",
  summary = "The share of longs follows what takers bought, over some bars.",
  params = {
    window = { type = "duration", default = "4h", doc = "over which volume is counted" },
    gain = { type = "number", default = 1, min = 0, max = 10, doc = "share added per share bought above a half" },
  },
  run_all = function(series, params)
    local bought, volume = series.taker_buy_volume, series.volume
    if not (bought and volume) then return 0.5 end
    local bars = math.max(1, params.window // series.interval)
    local all = volume:fillnan(0):rolling_sum(bars)
    local share = bought:fillnan(0):rolling_sum(bars) / all:atleast(1e-12)
    -- Half where nothing was traded, or too few bars are there.
    share = all:gt(0):choose(share, 0.5)
    return (0.5 + (share - 0.5) * params.gain):clip(0, 1):fillnan(0.5)
  end,
}
