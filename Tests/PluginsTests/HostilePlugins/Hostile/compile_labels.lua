-- CASE: compile_labels
-- KIND: leverage
-- EXPECT: ok-or-error
-- CLASS: syntax | runtime-error | time-limit | memory-limit
-- NOTE: labels, each of which the compiler compares with all before it, and jumps to the last.
return {
  kind = "leverage",
  run = function(bar, tiers)
    local labels = {}
    for i = 1, 60000 do labels[i] = "::a" .. i .. "::" end
    load(table.concat(labels) .. ("goto a60000 "):rep(5000))
    return { 0.1, 0.2, 0.3, 0.4 }
  end,
}
