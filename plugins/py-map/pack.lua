-- The idea of py-liquidation-map: every large trade of takers leaves its whole amount at each of four leverages.
return {
  id = "py-map", version = "1.0.0", license = "MIT",
  summary = "Takers' volume, whole at each of 10x, 25x, 50x and 100x; nothing closes.",
  source = "the package's documentation and its issue 10, 2026-09",
  differs = "bars don't tell large trades, so that all of them count; swept levels die, there they stay until the end",
  model = "turnover",
  options = { entry = "typical", touch = "beyond", bridge = "off", births = "0" },
  leverage = "./tiers.lua", flow = "./takers.lua", margin = "flat-maintenance:rate=0.0001%",
}
