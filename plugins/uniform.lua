-- No opinion: every rung of the ladder gets the same.

return {
  api = 1, kind = "leverage", id = "uniform", version = "1.0.0",
  summary = "The same weight on every rung of the ladder: a baseline to compare with.",
  run_all = function(series, ladder)
    local weights = {}
    for i = 1, #ladder do weights[i] = 1 end
    return weights
  end,
}
