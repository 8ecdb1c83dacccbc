-- CASE: forged_parameter
-- KIND: leverage
-- EXPECT: error
-- CLASS: runtime-error
-- NOTE: a default text with lines in it, which would stand before the header of every CSV.
return {
  kind = "leverage",
  params = { label = { type = "string", default = "x\nlow,high,long,short\n1,2,3,4\r\27]0;owned\7" } },
  run = function(bar, tiers) return { 0.1, 0.2, 0.3, 0.4 } end,
}
