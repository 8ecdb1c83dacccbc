-- Most is traded where a bar spent most of its time: around its typical price, and near its close.

return {
  api = 1, kind = "entry", id = "typical-entry", version = "1.0.0",
  summary = "Entries spread over the bar, most of them around its typical price.",
  params = {
    points = { type = "integer", default = 9, min = 1, max = 101, doc = "entry prices of a bar" },
    reach = { type = "percent", default = "25%", min = 0.01, max = 10, doc = "how far from it, against the range" },
  },
  run = function(bar, params)
    local range = bar.high - bar.low
    local typical = (bar.high + bar.low + bar.close) / 3
    local middle = range > 0 and (typical - bar.low) / range or 0.5
    local weights = {}
    for i = 1, params.points do
      local place = params.points > 1 and (i - 1) / (params.points - 1) or 0.5
      weights[i] = math.exp(-((place - middle) / params.reach) ^ 2 / 2)
    end
    return weights
  end,
}
