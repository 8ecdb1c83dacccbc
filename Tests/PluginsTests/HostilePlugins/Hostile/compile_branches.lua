-- CASE: compile_branches
-- KIND: leverage
-- EXPECT: error
-- CLASS: runtime-error
-- NOTE: a text that takes the compiler a time that grows with its square.
return {
  kind = "leverage",
  run = function(bar, tiers)
    assert(load("local x if x then " .. ("elseif''then "):rep(80000) .. "end"))
    return { 0.1, 0.2, 0.3, 0.4 }
  end,
}
