-- CASE: compile_constants
-- KIND: leverage
-- EXPECT: ok-or-error
-- CLASS: syntax | runtime-error | time-limit | memory-limit
-- NOTE: 100,000 constants in a function, and as many functions.
return {
  kind = "leverage",
  run = function(bar, tiers)
    local list = {}
    for i = 1, 100000 do list[i] = i .. ".5" end
    load("return {" .. table.concat(list, ",") .. "}")
    load(("f=function()end "):rep(60000))
    return { 0.1, 0.2, 0.3, 0.4 }
  end,
}
