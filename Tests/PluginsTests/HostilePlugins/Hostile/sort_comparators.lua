-- CASE: sort_comparators
-- KIND: leverage
-- EXPECT: ok
-- NOTE: comparisons that lie, fail, change the table and sort it again.
return {
  kind = "leverage",
  run = function(bar, tiers)
    local t = {} for i = 1, 500 do t[i] = i * 7919 % 503 end
    pcall(table.sort, t, function() return true end)
    pcall(table.sort, t, function() return false end)
    pcall(table.sort, t, function(a, b) t[#t + 1] = 1 return a < b end)
    pcall(table.sort, t, function() error("no") end)
    pcall(table.sort, setmetatable({}, { __len = function() return 1 << 62 end }))
    pcall(table.sort, { 1, 2, 3, 0 / 0, 5, 0 / 0 })
    return { 0.25, 0.25, 0.25, 0.25 }
  end,
}
