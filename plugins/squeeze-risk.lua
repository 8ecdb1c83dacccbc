-- One-sided fuel close to the price, with the crowd paying to stay: what a squeeze runs on.

return {
  api = 1, kind = "signal", id = "squeeze-risk", version = "1.1.0",
  summary = "How lopsided the fuel near the price is, and whether the side at risk pays funding.",
  params = {
    within = { type = "percent", default = "5%", doc = "how far to look" },
    alarm = { type = "number", default = 0.2, min = 0, max = 1, doc = "weaker signals are not given" },
  },
  run = function(map, bar, params)
    local lean = map:asymmetry { within = params.within }
    if not lean then return {} end
    local side = lean > 0 and "short" or "long"
    -- The rate that was paid last: the bar itself has one only where a payment falls into it, every eight hours or so.
    local rate = bar.last_funding_rate or 0
    local pays = side == "long" and rate > 0 or side == "short" and rate < 0
    local strength = math.min(1, math.abs(lean) * (pays and 1.5 or 1))
    if strength < params.alarm then return {} end
    return { {
      name = side == "short" and "short squeeze" or "long squeeze", side = side, strength = strength,
      note = string.format("%.0f %% of the fuel within %g %% is of %ss%s", 50 * (1 + math.abs(lean)),
        100 * params.within, side, pays and ", who pay funding" or ""),
    } }
  end,
}
