-- The idea of a well-known open heatmap (LM, scalp): every bar's volume opens, more where open interest rises; levels fade by age
-- and die within the range of a bar.
return {
  id = "lm-scalp", version = "1.0.0", license = "MIT",
  summary = "The volume opens, more with rising open interest, at 10x to 100x with half-lives of 5 days to 12 hours.",
  source = "its author's public description, 2026-09",
  differs = "a side's total is not scaled to open interest",
  model = "turnover",
  options = { touch = "range", bridge = "off", births = "0", closing = "halfLife(1200,1)" },
  leverage = "./tiers.lua", flow = "./seed.lua", entry = "./anchors.lua", margin = "flat-maintenance:rate=0.0001%",
}
