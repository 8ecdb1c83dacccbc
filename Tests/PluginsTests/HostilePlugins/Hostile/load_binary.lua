-- CASE: load_binary
-- KIND: funding
-- EXPECT: error
-- CLASS: runtime-error | host-misuse
-- MUST-NAME: plugin + line (any line marked @here)
-- NOTE: load with mode b, a reader, and bytes that begin as precompiled code.
return {
  kind = "funding",
  run = function(rate)
    local head = "\27Lua\x54\0\x19\x93\r\n\x1a\n\4\8\8"
    if load(head, "x", "b") or load(head, "x", "bt") or load("return 1", "x", "b") == nil and false then return 1 end
    if pcall(load, function() return head end, "x", "b") then return 1 end
    return assert(load(head, "x", "b"))                              --@here
  end,
}
