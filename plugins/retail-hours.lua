-- Leverage has its hours: small accounts with high leverage are most of the market at some times of the day.

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
  run = function(bar, ladder, params)
    local hour = bar.time / 3600000 % 24
    local isOpen
    if params.from <= params.to then
      isOpen = hour >= params.from and hour < params.to
    else
      isOpen = hour >= params.from or hour < params.to
    end
    local share = isOpen and params.share or 0
    local calm, retail, sums = {}, {}, { 0, 0 }
    for i, leverage in ipairs(ladder) do
      calm[i] = math.exp(-math.log(leverage / params.median) ^ 2 / 2)
      retail[i] = math.exp(-math.log(leverage / params.retail) ^ 2)
      sums[1], sums[2] = sums[1] + calm[i], sums[2] + retail[i]
    end
    local weights = {}
    for i = 1, #ladder do
      weights[i] = (1 - share) * calm[i] / sums[1] + share * retail[i] / sums[2]
    end
    return weights
  end,
}
