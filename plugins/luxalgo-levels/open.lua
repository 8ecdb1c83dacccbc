return {
  api = 1, kind = "entry", id = "open", version = "1.0.0", license = "MIT",
  summary = "All positions are entered at the open of their bar.",
  run = function(bar)
    local weights = {}
    for n = 1, 101 do weights[n] = 0 end
    local range = bar.high - bar.low
    weights[range > 0 and math.floor((bar.open - bar.low) / range * 100 + 0.5) + 1 or 51] = 1
    return weights
  end,
}
