-- CASE: deep_result
-- KIND: leverage
-- EXPECT: error
-- CLASS: bad-return
-- NOTE: a result of tables in tables, and one that holds itself.
return {
  kind = "leverage",
  run = function(bar, tiers)
    local t = {}
    for i = 1, 200000 do t = { t } end
    t[2] = t
    return t
  end,
}
