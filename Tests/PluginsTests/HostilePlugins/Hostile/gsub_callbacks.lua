-- CASE: gsub_callbacks
-- KIND: funding
-- EXPECT: ok
-- NOTE: callbacks of gsub that fail, yield, return tables and go round in circles.
return {
  kind = "funding",
  run = function(rate)
    pcall(string.gsub, "abc", ".", function() error({}) end)
    pcall(string.gsub, "abc", ".", function() coroutine.yield(1) end)
    pcall(string.gsub, "abc", ".", function() return {} end)
    pcall(string.gsub, "abc", ".", setmetatable({}, { __index = function(t, k) return t[k] end }))
    local function again() return (("a"):gsub("a", again)) end
    pcall(again)
    pcall(string.gsub, ("a"):rep(100), "(a)", "%2")
    return (select(2, ("aaa"):gsub("a", "b"))) / 4
  end,
}
