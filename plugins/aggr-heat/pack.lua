-- The idea of aggr.trade's heat of liquidations: what takers buy or sell, over its mean, is put a distance away; it stays until
-- it is touched. Its unit is a strength: amounts mean nothing, only where they are large beside each other.
return {
  id = "aggr-heat", version = "1.0.0", license = "MIT",
  summary = "Takers' volume over its mean, at 5x, 20x and 100x with a buffer; levels die when touched.",
  source = "aggr.trade's public script, as its options describe it, 2026-09",
  differs = "longs and shorts are entered at the close, not at the bar's low and high; no fading by age",
  model = "turnover",
  options = { entry = "close", touch = "beyond", bridge = "off", births = "0" },
  leverage = "./tiers.lua", flow = "./strength.lua", margin = "./buffer.lua",
}
