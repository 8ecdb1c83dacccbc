-- Rising open interest opens, longs and shorts as the long/short ratio says, half way to even.

return {
  api = 1, kind = "flow", id = "interest-rise", version = "1.0.0",
  summary = "The rise of open interest opens, split by the long/short ratio; nothing closes by itself.",
  params = {
    trust = { type = "percent", default = "35%", min = 0, max = 1, doc = "how far to follow the long/short ratio" },
  },
  run = function(bar, params)
    local before = bar:back(1)
    local now, was = bar.open_interest, before and before.open_interest
    local rise = now and was and math.max(0, now - was) or 0
    local ratio = bar.long_short_ratio
    local share = 0.5 + params.trust * ((ratio and ratio / (1 + ratio) or 0.5) - 0.5)
    return { long = rise * share, short = rise * (1 - share) }
  end,
}
