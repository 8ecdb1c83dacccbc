-- CASE: format_huge
-- KIND: leverage
-- EXPECT: error
-- CLASS: runtime-error | memory-limit | time-limit | host-misuse
-- NOTE: string.format with widths and many texts.
return {
  kind = "leverage",
  run = function(bar, tiers)
    local s = ("x"):rep(1000000)
    local args = {} for i = 1, 200 do args[i] = s end
    local ok = pcall(string.format, "%1000000d", 1)
    if ok then return { 1, 0, 0, 0 } end
    return string.format(("%99.99f %s"):rep(200), table.unpack(args))  --@here
  end,
}
