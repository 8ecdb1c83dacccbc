-- CASE: negative_zero
-- KIND: leverage
-- EXPECT: ok
-- NOTE: minus zero and subnormal weights are weights.
return {
  kind = "leverage",
  run = function(bar, tiers)
    return { -0.0, 5e-324, 2.2250738585072014e-308, 0.5 }
  end,
}
