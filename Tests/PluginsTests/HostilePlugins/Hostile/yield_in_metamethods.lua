-- CASE: yield_in_metamethods
-- KIND: leverage
-- EXPECT: error
-- CLASS: runtime-error
-- MUST-NAME: plugin + line (any line marked @here)
-- NOTE: yields from comparisons, callbacks and the call itself.
return {
  kind = "leverage",
  run = function(bar, tiers)
    local co = coroutine.wrap(function() table.sort({ 3, 2, 1 }, function() coroutine.yield() end) end)
    pcall(co)
    pcall(coroutine.wrap(function() ("a"):gsub("a", coroutine.yield) end))
    pcall(coroutine.resume, coroutine.running())
    coroutine.yield({ 0.25, 0.25, 0.25, 0.25 })                      --@here
  end,
}
