-- CASE: memory_swallowed
-- KIND: signal
-- EXPECT: error
-- CLASS: memory-limit | time-limit
-- NOTE: running out of memory again and again, in coroutines, handlers and __close.
return {
  kind = "signal",
  run = function(map)
    local keep = {}
    local function eat() for i = 1, math.huge do keep[i] = { i, i, i, i } end end
    while true do
      pcall(eat) xpcall(eat, eat) pcall(coroutine.wrap(eat))
      pcall(function() local x <close> = setmetatable({}, { __close = eat }) eat() end)
    end
  end,
}
