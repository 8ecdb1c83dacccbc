-- A retail crowd that leans to high leverage after a fast rise, and lets go of it after a fall; its shorts the other
-- way round. Without a move both sides are log-normal around 5x.

local lognormal = require "_lognormal"

return {
  api = 1, kind = "leverage", id = "momentum-retail", version = "1.0.0",
  summary = "Longs lean to high leverage after a fast rise, shorts after a fast fall.",
  params = {
    window = { type = "duration", default = "1d", doc = "look-back of the move" },
    lean = { type = "number", default = 1.5, min = 0, max = 10, doc = "how strongly a move of 5 % shifts the mix" },
  },
  run_all = function(series, ladder, params)
    local bars = math.max(1, params.window // series.interval)
    -- Before the window is full there is no move.
    local move = ((series.close / series.close:shift(bars) - 1) / 0.05):fillnan(0):clip(-2, 2)
    local function mix(lean) return lognormal.around(ladder, 5 * (0.5 * lean):exp()) end
    return { long = mix(params.lean * move), short = mix(-params.lean * move) }
  end,
}
