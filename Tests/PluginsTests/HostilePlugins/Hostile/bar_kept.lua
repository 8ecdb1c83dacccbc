-- CASE: bar_kept
-- KIND: leverage
-- EXPECT: error
-- CLASS: stale-reference
-- MUST-NAME: plugin + line (any line marked @here)
-- NOTE: a bar, a bar from back and a method are kept beyond the call.
return {
  kind = "leverage",
  run = function(bar, tiers)
    if kept then return { kept.close, kept2 and kept2.close, 0, 0 } end   --@here
    kept, kept2 = bar, bar:back(0)
    return { 1, 0, 0, 0 }
  end,
}
