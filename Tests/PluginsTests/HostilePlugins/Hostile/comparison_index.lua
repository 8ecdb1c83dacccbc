-- CASE: comparison_index
-- KIND: leverage
-- EXPECT: ok-or-error
-- CLASS: syntax | runtime-error
-- NOTE: some releases of Lua read the wrong field for a comparison as the index of an outer table: there it is refused.
local names = { [true] = 0.25, [false] = 0 / 0 }
return {
  kind = "leverage",
  run = function(bar, tiers)
    local a, b = 1, 2
    local w = names[a < b]
    return { w, w, w, w }
  end,
}
