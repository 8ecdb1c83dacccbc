-- Leverage has its hours: small accounts with high leverage are most of the market at some times of the day.

local lognormal = require "_lognormal"

-- As parts of one.
local function parts(weights)
  local sum = 0
  for _, weight in ipairs(weights) do sum = sum + weight end
  for i, weight in ipairs(weights) do weights[i] = weight / sum end
  return weights
end

return {
  api = 1, kind = "leverage", id = "retail-hours", version = "1.0.0",
  summary = "A calm mix that leans to high leverage in certain hours of the day, UTC.",
  params = {
    from = { type = "number", unit = "h", default = 13, min = 0, max = 24, doc = "first of the hours, UTC" },
    to = { type = "number", unit = "h", default = 21, min = 0, max = 24, doc = "end of the hours; below from: past midnight" },
    share = { type = "percent", default = "40%", min = 0, max = 1, doc = "retail's part of what opens then" },
    median = { type = "number", unit = "x", default = 3, min = 1, max = 150, doc = "leverage that half of the others stay below" },
    retail = { type = "number", unit = "x", default = 20, min = 1, max = 150, doc = "the same of retail" },
  },
  run_all = function(series, ladder, params)
    local calm = parts(lognormal.around(ladder, params.median))
    local retail = parts(lognormal.around(ladder, params.retail, math.sqrt(0.5)))
    local hours = series.time / 3600000
    local hour = hours - (hours / 24):floor() * 24
    -- Whether a bar opens in retail's hours. Where they go past midnight, one of both is enough.
    local after, before = hour:ge(params.from), hour:lt(params.to)
    local open = params.from <= params.to and after * before or after + before
    local share = open:choose(params.share, 0)
    local weights = {}
    for i = 1, #ladder do weights[i] = (1 - share) * calm[i] + share * retail[i] end
    return weights
  end,
}
