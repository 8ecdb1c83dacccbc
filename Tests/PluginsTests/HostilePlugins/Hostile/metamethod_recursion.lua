-- CASE: metamethod_recursion
-- KIND: leverage
-- EXPECT: error
-- CLASS: stack-overflow | memory-limit | runtime-error
-- MUST-NAME: plugin + line (any line marked @here)
-- NOTE: recursion through __index, __add, __eq, __lt, __concat, __call and __len.
return {
  kind = "leverage",
  run = function(bar, tiers)
    local mt = {}
    local function again(a, b) local x = setmetatable({}, mt) return x + x end  --@here
    for _, name in ipairs { "__index", "__add", "__eq", "__lt", "__concat", "__call", "__len" } do mt[name] = again end
    local a, b = setmetatable({}, mt), setmetatable({}, mt)
    pcall(function() return a.x end) pcall(function() return a == b end) pcall(function() return a < b end)
    pcall(function() return a .. b end) pcall(function() return a() end) pcall(function() return #a end)
    return a + b                                                     --@here
  end,
}
