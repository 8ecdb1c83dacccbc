-- CASE: weak_keys
-- KIND: leverage
-- EXPECT: ok
-- NOTE: 100,000 keys that lead to one another in a table whose keys would be weak: the collector would go through them
--       for a minute, without a stop. A plugin's tables are never weak.
return {
  kind = "leverage",
  run = function(bar, tiers)
    local keys, order, n = {}, {}, 100000
    for i = 1, n do keys[i], order[i] = {}, i end
    for i = n, 2, -1 do local j = math.random(i) order[i], order[j] = order[j], order[i] end
    local mt = {}
    local weak = setmetatable({}, mt)
    for i = 1, n do weak[keys[order[i]]] = keys[order[i % n + 1]] end
    mt["__mo" .. "de"] = "k"
    keys = nil
    for i = 1, 200000 do order = { i } end
    return { 0.1, 0.2, 0.3, 0.4 }
  end,
}
