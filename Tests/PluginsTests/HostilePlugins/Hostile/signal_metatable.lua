-- CASE: signal_metatable
-- KIND: signal
-- EXPECT: error
-- CLASS: bad-return
-- NOTE: as above, for a list of signals.
return {
  kind = "signal",
  run = function(map)
    return setmetatable({ setmetatable({}, { __index = { side = "buy", price = 1, size = 1 } }) }, { __len = function() return 1 end })
  end,
}
