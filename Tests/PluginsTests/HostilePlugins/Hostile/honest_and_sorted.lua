-- CASE: honest_and_sorted
-- KIND: leverage
-- EXPECT: ok
-- NOTE: traversals in a fixed order, weak tables, closures, integer division: nothing here may be refused.
return {
  kind = "leverage",
  run = function(bar, tiers)
    local t, seen = { b = 1, a = 2, [3] = 3, [1] = 1, [2] = 2 }, {}
    for k in pairs(t) do seen[#seen + 1] = tostring(k) end
    assert(table.concat(seen, " ") == "1 2 3 a b")
    local cache = setmetatable({}, { __mode = "k" })
    for i = 1, 1000 do cache[{}] = i end
    local x = 0 for _, v in ipairs { 1, 2, 3 } do x = x + v end
    assert(x == 6 and ("%5.1f"):format(1.25) == "  1.2" and #("x"):rep(1000) == 1000)
    assert(select("#", table.unpack({ 1, nil, 3 }, 1, 3)) == 3 and utf8.len("äö") == 2)
    return { 0.1, 0.2, 0.3, 0.4 }
  end,
}
