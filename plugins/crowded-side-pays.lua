-- The side that pays funding is the crowded one: more of it is leveraged speculation, while the other side is more
-- often a hedge that nobody will force-close.

return {
  api = 1, kind = "funding", id = "crowded-side-pays", version = "1.0.1",
  summary = "The paying side weighs more, by how far funding is from its usual 0.01 %.",
  params = {
    usual = { type = "percent", default = "0.01%", min = 0.000001, max = 1, doc = "rate at which nobody is crowded" },
    gain = { type = "number", default = 0.25, min = 0, max = 5, doc = "added weight per usual rate of excess" },
    most = { type = "number", default = 3, min = 1, max = 100, doc = "largest weight" },
  },
  run = function(rate, bar, params)
    local excess = math.max(0, math.abs(rate) - params.usual) / params.usual
    return math.min(params.most, 1 + params.gain * excess)
  end,
}
