-- Traders size their leverage by how far the price usually moves: the wilder the market, the less of it.

local lognormal = require "_lognormal"

return {
  api = 1, kind = "leverage", id = "volatility-scaled", version = "1.0.1",
  summary = "Log-normal whose median falls as the market gets wilder: as many usual moves to liquidation.",
  params = {
    moves = { type = "number", default = 8, min = 0.5, max = 100, doc = "usual daily moves that a position survives" },
    window = { type = "duration", default = "2d", doc = "over which usual moves are measured" },
    sigma = { type = "number", default = 1, min = 0.1, max = 3, doc = "spread: standard deviation of the logarithm" },
    least = { type = "number", unit = "x", default = 1.5, min = 1, max = 150, doc = "lowest median" },
    most = { type = "number", unit = "x", default = 20, min = 1, max = 150, doc = "highest median" },
  },
  run_all = function(series, ladder, params)
    local bars = math.max(2, params.window // series.interval)
    local step = series.close:log():diff()
    -- Of a day: the deviation of a bar, times the root of how many bars a day has.
    local daily = (step * step):rolling_mean(bars):sqrt() * math.sqrt(86400000 / series.interval)
    -- Before the window is full: as in a usual market, 3x.
    local median = (1 / (daily:atleast(1e-9) * params.moves)):fillnan(3):clip(params.least, params.most)
    return lognormal.around_log(ladder, median:log(), params.sigma)
  end,
}
