-- CASE: compile_names
-- KIND: leverage
-- EXPECT: error
-- CLASS: time-limit
-- NOTE: names that the compiler looks for among 36,000 local variables: a minute inside one call of load.
return {
  kind = "leverage",
  run = function(bar, tiers)
    local parts = {}
    for i = 1, 190 do
      parts[#parts + 1] = "local function f() local v1"
      for j = 2, 190 do parts[#parts + 1] = ",v" .. j end
      parts[#parts + 1] = "\n"
    end
    parts[#parts + 1] = ("x=x "):rep(200000) .. (" end"):rep(190)
    pcall(load, table.concat(parts))
    return { 0.1, 0.2, 0.3, 0.4 }
  end,
}
