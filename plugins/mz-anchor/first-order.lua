return {
  api = 1, kind = "margin", id = "first-order", version = "1.0.0", license = "MIT",
  summary = "1/L less one maintenance rate from the entry: the exact rule to first order.",
  params = { rate = { type = "percent", default = "0.4%", min = 0, max = 0.1, doc = "maintenance" } },
  run = function(position, tier, params)
    local distance = 1 / position.leverage - params.rate
    return position.entry * (position.side == "long" and 1 - distance or 1 + distance)
  end,
}
