-- CASE: text_weights
-- KIND: leverage
-- EXPECT: error
-- CLASS: bad-return
-- NOTE: texts are not numbers, though Lua would add them.
return {
  kind = "leverage",
  run = function(bar, tiers)
    return { 0.25, "0.25", 0.25, 0.25 }
  end,
}
