-- A leverage plugin of one's own: the crowd uses more leverage on weekends, when funds are away.
--
--   liq map examples/data/BTCUSDT --leverage examples/own-model/weekend.lua:boost=3

return {
  api = 1, kind = "leverage", id = "weekend", version = "1.0.0",
  summary = "Log-normal around 3x; on Saturdays and Sundays around boost times that.",
  params = {
    boost = { type = "number", default = 2, min = 1, max = 20, doc = "factor on the usual leverage" },
  },
  run = function(bar, ladder, params)
    local day = (bar.time // 86400000 + 4) % 7 -- 1 January 1970 was a Thursday: 0 is Sunday
    local median = (day == 0 or day == 6) and 3 * params.boost or 3
    local weights = {}
    for i, leverage in ipairs(ladder) do
      weights[i] = math.exp(-math.log(leverage / median) ^ 2 / 2)
    end
    return weights
  end,
}
