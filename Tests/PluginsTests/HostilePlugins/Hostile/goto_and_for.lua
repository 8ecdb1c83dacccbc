-- CASE: goto_and_for
-- KIND: leverage
-- EXPECT: ok
-- NOTE: loops at the ends of the integers end.
return {
  kind = "leverage",
  run = function(bar, tiers)
    local n = 0
    for i = math.maxinteger - 2, math.maxinteger do n = n + 1 end
    for i = math.mininteger + 2, math.mininteger, -1 do n = n + 1 end
    for i = math.maxinteger, math.mininteger, math.mininteger do n = n + 1 if n > 100 then break end end
    assert(not pcall(function() for i = 1, 10, 0 do end end) and n < 20)
    do local i = 0 ::top:: i = i + 1 if i < 1000 then goto top end end
    assert(math.maxinteger + 1 == math.mininteger and math.mininteger // -1 == math.mininteger)
    assert(not pcall(function() return 1 // 0 end) and not pcall(function() return 1 % 0 end))
    return { 1 / 4, 1 / 4, 1 / 4, "0.25" + 0 }
  end,
}
