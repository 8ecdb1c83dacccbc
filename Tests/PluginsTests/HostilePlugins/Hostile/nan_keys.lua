-- CASE: nan_keys
-- KIND: leverage
-- EXPECT: error
-- CLASS: runtime-error
-- MUST-NAME: plugin + line (any line marked @here)
-- NOTE: nan cannot be a key, in an assignment nor in a constructor.
return {
  kind = "leverage",
  run = function(bar, tiers)
    pcall(function() return { [0 / 0] = 1 } end)
    pcall(rawset, {}, 0 / 0, 1)
    assert(next({}, nil) == nil and ({})[0 / 0] == nil)
    local t = {}
    t[0 / 0] = 1                                                     --@here
  end,
}
