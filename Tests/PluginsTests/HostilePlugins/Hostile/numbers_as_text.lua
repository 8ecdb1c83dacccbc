-- CASE: numbers_as_text
-- KIND: funding
-- EXPECT: ok
-- NOTE: conversions of huge texts to numbers take their time and no more.
return {
  kind = "funding",
  run = function(rate)
    local s = ("9"):rep(1000000)
    local n = tonumber(s) assert(n == math.huge) assert(tonumber("0x" .. s) and not tonumber(s .. "x"))
    pcall(function() return s + 1 end) pcall(math.floor, s) pcall(string.rep, "x", s)
    return tonumber("0x.1p1") or 0
  end,
}
