-- CASE: coroutines_swallow_stop
-- KIND: leverage
-- EXPECT: error
-- CLASS: time-limit
-- MUST-NAME: plugin + line (any line marked @here)
-- NOTE: a tree of short coroutines, each of which swallows what stops it.
return {
  kind = "leverage",
  run = function(bar, tiers)
    local function tree(n)
      for i = 1, 20 do pcall(coroutine.wrap(tree), n + 1) end          --@here
    end
    while true do pcall(tree, 0) end                                   --@here
  end,
}
