-- What realised liquidations support best: the higher the leverage, the fewer the positions.
--
-- Weights leverage^-1.5. Mixes differ little in which bars they rank high; this one comes nearest to the volume that venues
-- report, from 1 % to 10 % away from entry. What lies beyond 10 % cannot be told from liquidations.

return {
  api = 1, kind = "leverage", id = "pareto", version = "1.0.0",
  summary = "Falls with leverage^-1.5, what realised liquidations support best. The default.",
  params = {
    tail = { type = "number", default = 1.5, min = 0.1, max = 5, doc = "exponent: higher means less leverage" },
  },
  run_all = function(series, ladder, params)
    local weights = {} -- one number a rung: the same for every bar
    for i, leverage in ipairs(ladder) do weights[i] = math.exp(-params.tail * math.log(leverage)) end
    return weights
  end,
}
