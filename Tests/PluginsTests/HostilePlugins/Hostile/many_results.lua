-- CASE: many_results
-- KIND: funding
-- EXPECT: error
-- CLASS: runtime-error | stack-overflow | memory-limit | host-misuse
-- NOTE: more results, arguments and captures than fit.
return {
  kind = "funding",
  run = function(rate)
    pcall(table.unpack, {}, 1, 1e7) pcall(string.byte, ("x"):rep(1e7), 1, -1) pcall(select, -1)
    pcall(string.char, table.unpack({}, 1, 200)) pcall(string.find, "x", ("()"):rep(40))
    local function many(n) return n, many(n + 1) end
    return (select("#", many(1)))                                    --@here
  end,
}
