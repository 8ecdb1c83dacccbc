-- The idea of a well-known open heatmap (LM, swing): every bar's volume opens, more where open interest rises; levels fade by age
-- and die within the range of a bar.
return {
  id = "lm-swing", version = "1.0.0", license = "MIT",
  summary = "The volume opens, more with rising open interest, at 3x to 25x with half-lives of 60 to 5 days.",
  source = "its author's public description, 2026-09",
  differs = "half-lives follow one power of leverage: 60, 33, 14.6 and 5 days for 60, 30, 14 and 5; a side's total is not scaled to open interest",
  model = "turnover",
  options = { touch = "range", bridge = "off", births = "0", closing = "halfLife(5217,1.172)" },
  leverage = "./tiers.lua", flow = "./seed.lua", entry = "./anchors.lua", margin = "flat-maintenance:rate=0.0001%",
}
