return {
  api = 1, kind = "flow", id = "much-volume", version = "1.0.0", license = "MIT",
  summary = "One, two or three units where the volume is 1.7, 2.7 or 3.7 times its mean: a width, no amount.",
  params = { bars = { type = "integer", unit = "bars", default = 13, min = 1, max = 1000, doc = "of the mean" } },
  run_all = function(series, params)
    local volume = (series.volume or series.high - series.low):fillnan(0)
    local times = (volume / volume:rolling_mean(params.bars)):fillnan(0)
    local width = times:gt(1.7) + times:gt(2.7) + times:gt(3.7)
    -- The bar has to leave its open on both sides.
    local open = series.open
    local moved = ((series.high / open - 1):gt(1 / 333)) * ((1 - series.low / open):gt(1 / 333))
    return width * moved
  end,
}
