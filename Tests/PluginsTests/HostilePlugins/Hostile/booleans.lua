-- CASE: booleans
-- KIND: leverage
-- EXPECT: error
-- CLASS: bad-return
-- NOTE: true is not 1.
return {
  kind = "leverage",
  run = function(bar, tiers)
    return { true, true, true, true }
  end,
}
