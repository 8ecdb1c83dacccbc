-- The idea of a map made of distances that were measured on one venue (CR): rising open interest is spread over distances from
-- the entry, more than a fifth away for longs and less for shorts.
return {
  id = "cr-kernel", version = "1.0.0", license = "MIT",
  summary = "Rising open interest at measured distances: medians 22.3 % for longs, 7.9 % for shorts; half-life 7 days.",
  source = "its author's public description, 2026-09",
  differs = "log-normal kernels stand in for the measured histogram; amounts are not scaled to a share of open interest",
  model = "turnover",
  options = { entry = "typical", touch = "beyond", bridge = "off", births = "0", closing = "halfLife(168)" },
  leverage = "./distances.lua", flow = "interest-rise:trust=100%", margin = "flat-maintenance:rate=0.0001%",
}
