-- Most is traded where a bar spent most of its time: around its typical price, and near its close.

return {
  api = 1, kind = "entry", id = "typical-entry", version = "1.0.0",
  summary = "Entries spread over the bar, most of them around its typical price.",
  params = {
    points = { type = "integer", default = 9, min = 1, max = 101, doc = "entry prices of a bar" },
    reach = { type = "percent", default = "25%", min = 0.01, max = 10, doc = "how far from it, against the range" },
  },
  run_all = function(series, params)
    local range = series.high - series.low
    local typical = (series.high + series.low + series.close) / 3
    -- Where the typical price lies between low, 0, and high, 1.
    local middle = range:gt(0):choose((typical - series.low) / range, 0.5)
    local weights = {}
    for i = 1, params.points do
      local place = params.points > 1 and (i - 1) / (params.points - 1) or 0.5
      local distance = (place - middle) / params.reach
      weights[i] = (distance * distance * -0.5):exp()
    end
    return weights
  end,
}
