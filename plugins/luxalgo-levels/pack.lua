-- The idea of LuxAlgo's indicator: bars with much volume leave levels at 25x, 50x and 100x from their
-- open, which die when a later bar contains them.
return {
  id = "luxalgo-levels", version = "1.0.0", license = "MIT",
  summary = "Bars of much volume leave levels at 25x, 50x and 100x from their open.",
  source = "the indicator's public description, 2026-09",
  differs = "levels within their own bar are kept, and there is no limit of 500",
  model = "turnover",
  options = { touch = "range", bridge = "off", births = "0" },
  leverage = "./tiers.lua", flow = "./much-volume.lua", entry = "./open.lua", margin = "flat-maintenance:rate=0.0001%",
}
