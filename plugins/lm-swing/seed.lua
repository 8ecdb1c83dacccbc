return {
  api = 1, kind = "flow", id = "seed", version = "1.0.0", license = "MIT",
  summary = "Half of the volume on either side, up to three times as much where open interest rises.",
  run_all = function(series)
    local interest = series.open_interest
    local volume = series.volume or interest and interest * (series.high / series.low):log() or liq.vector(#series, 1)
    local rise = interest and (interest:diff() / interest:shift()):fillnan(0):atleast(0) or liq.vector(#series, 0)
    return volume:fillnan(0) * 0.5 * (rise * 8 + 1):atmost(3)
  end,
}
