-- CASE: vector_misuse
-- KIND: signal
-- EXPECT: error
-- CLASS: host-misuse | runtime-error
-- MUST-NAME: plugin + line (any line marked @here)
-- NOTE: vectors of absurd lengths, with other vectors, with themselves.
return {
  kind = "signal",
  run = function(map)
    pcall(liq.vector, -1) pcall(liq.vector, 1 << 40) pcall(liq.vector, 0 / 0) pcall(liq.vector, 1.5) pcall(liq.vector, "9")
    pcall(liq.vector, { 1, "2", {} }) pcall(liq.vector, setmetatable({}, { __len = function() return 1 << 50 end }))
    local v, w = liq.vector(10), liq.vector(11)
    pcall(function() return v + w end) pcall(function() return v .. w end) pcall(function() v.sum = 1 end)
    pcall(setmetatable, v, {}) pcall(rawset, v, 1, 1) pcall(rawget, v, 1) pcall(rawlen, v) pcall(next, v)
    pcall(v.slice, v, -5, 1 << 60) pcall(v.sum) pcall(v.sum, {}) pcall(v.sum, map)
    return v[11]                                                     --@here
  end,
}
