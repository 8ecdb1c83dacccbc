-- Whoever pays funding is the side that more want to be on: it is the larger part of what opens.

return {
  api = 1, kind = "split", id = "funding-skew", version = "1.0.1",
  summary = "More longs the more they pay, more shorts the more those pay.",
  params = {
    usual = { type = "percent", default = "0.01%", min = 0.000001, max = 1, doc = "rate at which nobody is crowded" },
    gain = { type = "percent", default = "2%", min = 0, max = 1, doc = "added share per usual rate of excess" },
    most = { type = "percent", default = "75%", min = 0.5, max = 1, doc = "largest share of a side" },
  },
  run_all = function(series, params)
    local rate = series.last_funding_rate
    if not rate then return 0.5 end
    local excess = (rate - params.usual) / params.usual
    return (0.5 + excess * params.gain):clip(1 - params.most, params.most):fillnan(0.5)
  end,
}
