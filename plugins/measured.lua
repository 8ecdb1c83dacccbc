-- Most positions use little leverage: log-normal around 3x. Mixes around 15x, which public tools assume, predict 60 to
-- 100 times the liquidations that venues report; around 3x it is 3 to 11 times, much of which is what venues leave out.

local lognormal = require "_lognormal"

return {
  api = 1, kind = "leverage", id = "measured", version = "1.0.0",
  summary = "Log-normal around 3x: few positions with much leverage.",
  params = {
    median = { type = "number", default = 3, min = 1, max = 150, doc = "leverage that half of the positions stay below" },
    sigma = { type = "number", default = 1, min = 0.1, max = 3, doc = "spread: standard deviation of the logarithm" },
  },
  run_all = function(series, ladder, params) return lognormal.around(ladder, params.median, params.sigma) end,
}
