-- CASE: map_method_kept
-- KIND: signal
-- EXPECT: ok-or-error
-- CLASS: stale-reference | host-misuse | runtime-error | bad-return
-- NOTE: methods taken off their object and called on others.
return {
  kind = "signal",
  run = function(map)
    local at = map.at
    pcall(at) pcall(at, 1) pcall(at, {}, 1) pcall(at, map, "x") pcall(at, map, {}) pcall(at, map, 0 / 0)
    pcall(map.clusters, map, { within = 1e308 }) pcall(map.clusters, map, { limit = -1 }) pcall(map.density, map, "x")
    pcall(map.sum, map, "long", { within = -1 }) pcall(map.clusters, map, setmetatable({}, { __index = error }))
    return { { side = "buy", price = 1, size = 1 } }
  end,
}
