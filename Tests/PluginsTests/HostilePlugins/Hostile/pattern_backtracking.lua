-- CASE: pattern_backtracking
-- KIND: signal
-- EXPECT: error
-- CLASS: time-limit
-- MUST-NAME: plugin + line (any line marked @here)
-- NOTE: a pattern that backtracks for ever, in find, match, gmatch and gsub, within pcall.
return {
  kind = "signal",
  run = function(map)
    local s = ("a"):rep(200000)
    while true do                                                     --@here
      pcall(string.find, s, (".-"):rep(8) .. "b")                     --@here
      pcall(function() for _ in s:gmatch((".-"):rep(8) .. "b") do end end)  --@here
      pcall(string.gsub, s, ("a*"):rep(9) .. "b", "")                 --@here
    end
  end,
}
