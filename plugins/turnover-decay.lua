-- Positions are closed by trading: the more of open interest changes hands, the more of what was live is gone.

return {
  api = 1, kind = "closing", id = "turnover-decay", version = "1.0.0",
  summary = "What is live decays with volume against open interest; by time alone where one of them is missing.",
  params = {
    share = { type = "percent", default = "15%", min = 0, max = 1, doc = "part of the volume that closes positions" },
    half_life = { type = "duration", default = "3d", min = 1000, doc = "where volume or open interest is missing" },
  },
  run = function(bar, params)
    if bar.volume and bar.open_interest and bar.open_interest > 0 then
      return 1 - math.exp(-params.share * bar.volume / bar.open_interest)
    end
    return 1 - 0.5 ^ (bar.interval / params.half_life)
  end,
}
