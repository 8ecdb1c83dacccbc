-- No opinion: every rung of the ladder gets the same.

local weights

return {
  api = 1, kind = "leverage", id = "uniform", version = "1.0.0",
  summary = "The same weight on every rung of the ladder: a baseline to compare with.",
  run = function(bar, ladder)
    if not weights then
      weights = {}
      for i = 1, #ladder do weights[i] = 1 end
    end
    return weights
  end,
}
