return {
  api = 1, kind = "entry", id = "anchors", version = "1.0.0", license = "MIT",
  summary = "45 % at the close, the rest at the high and the low.",
  run = function(bar)
    local weights = {}
    for n = 1, 101 do weights[n] = 0 end
    weights[1], weights[101] = 0.275, 0.275
    local range = bar.high - bar.low
    local close = range > 0 and math.floor((bar.close - bar.low) / range * 100 + 0.5) + 1 or 51
    weights[close] = weights[close] + 0.45
    return weights
  end,
}
