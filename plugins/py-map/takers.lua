return {
  api = 1, kind = "flow", id = "takers", version = "1.0.0", license = "MIT",
  summary = "What takers buy opens longs, what they sell shorts: four times over, once for each leverage.",
  run_all = function(series)
    local volume = (series.volume or liq.vector(#series, 0)):fillnan(0)
    local bought = series.taker_buy_volume and series.taker_buy_volume:fillnan(0) or volume * 0.5
    return { long = bought * 4, short = (volume - bought):atleast(0) * 4 }
  end,
}
