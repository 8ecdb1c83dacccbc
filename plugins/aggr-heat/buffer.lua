return {
  api = 1, kind = "margin", id = "buffer", version = "1.0.0", license = "MIT",
  summary = "1/L from the entry, and a buffer more: farther away than where the margin ends.",
  params = { buffer = { type = "percent", default = "0.5%", min = 0, max = 0.1, doc = "added to the distance" } },
  run = function(position, tier, params)
    local distance = 1 / position.leverage + params.buffer + 0.01 / position.leverage
    return position.entry * (position.side == "long" and 1 - distance or 1 + distance)
  end,
}
