-- One-sided fuel close to the price, with the crowd paying to stay: what a squeeze runs on.

return {
  api = 1, kind = "signal", id = "squeeze-risk", version = "1.0.0",
  summary = "How lopsided the fuel near the price is, and whether the side at risk pays funding.",
  params = {
    within = { type = "percent", default = "5%", doc = "how far to look" },
    alarm = { type = "number", default = 0.2, min = 0, max = 1, doc = "weaker signals are not given" },
  },
  run = function(map, bar, params)
    local lean = map:asymmetry { within = params.within }
    if not lean then return {} end
    local side = lean > 0 and "short" or "long"
    local rate = bar.funding_rate or 0
    local pays = side == "long" and rate > 0 or side == "short" and rate < 0
    local strength = math.min(1, math.abs(lean) * (pays and 1.5 or 1))
    if strength < params.alarm then return {} end
    return { {
      name = side == "short" and "short squeeze" or "long squeeze", side = side, strength = strength,
      note = string.format("%.0f %% more %s fuel within %.0f %%%s", 100 * math.abs(lean), side, 100 * params.within,
        pays and ", which pays funding" or ""),
    } }
  end,
}
