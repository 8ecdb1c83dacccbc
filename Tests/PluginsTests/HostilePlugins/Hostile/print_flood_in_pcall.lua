-- CASE: print_flood_in_pcall
-- KIND: signal
-- EXPECT: ok-or-error
-- CLASS: log-limit | time-limit
-- NOTE: printing without end, in pcall, with a __tostring that prints and one that fails.
return {
  kind = "signal",
  run = function(map)
    local t = setmetatable({}, { __tostring = function() print(("z"):rep(1000)) return "\27[2J" end })
    for i = 1, 20000 do pcall(print, t, ("y"):rep(100), setmetatable({}, { __tostring = error })) end
    return {}
  end,
}
