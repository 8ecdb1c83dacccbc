-- CASE: close_swallows_stop
-- KIND: funding
-- EXPECT: error
-- CLASS: time-limit
-- MUST-NAME: plugin + line (any line marked @here)
-- NOTE: __close runs while a stop is on its way, and loops.
return {
  kind = "funding",
  run = function(rate)
    local loop = function() while true do end end                    --@here
    local x <close> = setmetatable({}, { __close = loop })           --@here
    while true do pcall(function() local y <close> = x loop() end) end  --@here
  end,
}
