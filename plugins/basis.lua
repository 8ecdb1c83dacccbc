-- Who buys a perpetual above its mark price is in a hurry, and is taken to use more leverage than who sells it there;
-- below the mark price it is the other way round. A guess: nobody publishes the leverage of those who trade at a
-- distance. The mark price is known as a bar's range only, so that the distance is that of the two middles, and one
-- wick moves it: hence the window. Venues make their mark prices by different rules; `usual` is to fit the venue.

local lognormal = require "_lognormal"

return {
  api = 1, kind = "leverage", id = "basis", version = "1.0.0",
  summary = "Longs lean to high leverage where the price is above the mark price, shorts where it is below.",
  params = {
    median = { type = "number", unit = "x", default = 3, min = 1, max = 150, doc = "leverage at no distance" },
    usual = { type = "percent", default = "0.05%", min = 0.000001, max = 1, doc = "distance that counts as one" },
    lean = { type = "number", default = 0.3, min = 0, max = 5, doc = "how far one moves the logarithm of the median" },
    window = { type = "duration", default = "4h", doc = "over which the distance is averaged" },
    sigma = { type = "number", default = 1, min = 0.1, max = 3, doc = "spread: standard deviation of the logarithm" },
  },
  run_all = function(series, ladder, params)
    -- Without a mark price, or before the window is full, there is no distance: both sides are the same.
    local lean = liq.vector(series.count, 0)
    if series.mark_high and series.mark_low then
      local distance = (series.high + series.low) / (series.mark_high + series.mark_low) - 1
      local bars = math.max(1, params.window // math.max(1, series.interval))
      local mean = distance:fillnan(0):rolling_mean(bars):fillnan(0)
      lean = (mean / params.usual * params.lean):clip(-2, 2)
    end
    local middle = math.log(params.median)
    return {
      long = lognormal.around_log(ladder, lean + middle, params.sigma),
      short = lognormal.around_log(ladder, middle - lean, params.sigma),
    }
  end,
}
