return {
  api = 1, kind = "flow", id = "strength", version = "1.0.0", license = "MIT",
  summary = "Takers' purchases over their mean open longs, their sales shorts: a strength, no amount.",
  params = { bars = { type = "integer", unit = "bars", default = 200, min = 1, max = 10000, doc = "of the mean" } },
  run_all = function(series, params)
    local volume = (series.volume or liq.vector(#series, 1)):fillnan(0)
    local bought = series.taker_buy_volume and series.taker_buy_volume:fillnan(0) or volume * 0.5
    -- The mean of as many bars as there are, until the window is full.
    local function strength(amount)
      local mean = amount:rolling_mean(params.bars):fillnan(0)
      local begin = amount:cumsum()
      local cells = liq.vector(#amount, 0)
      for n = 1, #amount do
        local usual = n < params.bars and begin[n] / n or mean[n]
        cells[n] = usual > 0 and amount[n] / usual or 0
      end
      return cells
    end
    return { long = strength(bought), short = strength((volume - bought):atleast(0)) }
  end,
}
