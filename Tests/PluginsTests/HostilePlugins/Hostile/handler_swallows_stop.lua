-- CASE: handler_swallows_stop
-- KIND: funding
-- EXPECT: error
-- CLASS: time-limit
-- MUST-NAME: plugin + line (any line marked @here)
-- NOTE: message handlers, nested, that loop.
return {
  kind = "funding",
  run = function(rate)
    local function loop() while true do end end                      --@here
    while true do xpcall(loop, function() xpcall(loop, loop) end) end  --@here
  end,
}
