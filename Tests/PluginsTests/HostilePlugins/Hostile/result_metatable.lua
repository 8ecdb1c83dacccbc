-- CASE: result_metatable
-- KIND: leverage
-- EXPECT: error
-- CLASS: bad-return
-- NOTE: results are read raw: what a metatable pretends does not count.
return {
  kind = "leverage",
  run = function(bar, tiers)
    return setmetatable({}, { __index = function() return 0.25 end, __len = function() return 4 end, __pairs = error })
  end,
}
