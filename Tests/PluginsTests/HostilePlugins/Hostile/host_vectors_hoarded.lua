-- CASE: host_vectors_hoarded
-- KIND: signal
-- EXPECT: error
-- CLASS: memory-limit | time-limit
-- NOTE: vectors of the host take little of Lua's memory: the host's own counts.
return {
  kind = "signal",
  run = function(map)
    local keep = {}
    while true do keep[#keep + 1] = map.edges end
  end,
}
