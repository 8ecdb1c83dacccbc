-- CASE: denormal_weights
-- KIND: leverage
-- EXPECT: ok-or-error
-- CLASS: bad-return | runtime-error
-- NOTE: weights whose sum is so small that a share of it is no number.
return {
  kind = "leverage",
  run = function(bar, tiers) return { 5e-324, 5e-324, 5e-324, 5e-324 } end,
}
