-- The idea of a map that is anchored to open interest (MZ): entries where open interest rose, half-lives by tier, survivors only.
return {
  id = "mz-anchor", version = "1.0.0", license = "MIT",
  summary = "Rising open interest opens at 5x to 100x; half-lives of 7 days to 18 hours.",
  source = "its author's public description, 2026-09; weights are stand-ins, its own are not public",
  differs = "tiers are not scaled to a share of open interest; half-lives follow one power of leverage",
  model = "turnover",
  options = { entry = "typical", touch = "beyond", bridge = "off", births = "0", closing = "halfLife(558,0.7456)" },
  leverage = "./tiers.lua", flow = "interest-rise", margin = "./first-order.lua",
}
