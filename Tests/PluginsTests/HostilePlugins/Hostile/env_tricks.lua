-- CASE: env_tricks
-- KIND: funding
-- EXPECT: error
-- CLASS: runtime-error
-- MUST-NAME: plugin + line (any line marked @here)
-- NOTE: _ENV replaced, loaded chunks with an environment of their own, and ways back to a library.
return {
  kind = "funding",
  run = function(rate)
    local found = 0
    do local _ENV = { } found = found + (io and 1 or 0) end
    local f = load("return io or os or package or debug or dofile or loadfile or _G.io", "x", "t", setmetatable({}, { __index = _G }))
    if f() then return 1 end
    if getmetatable("") then return 1 end
    for _, name in ipairs { "io", "os", "debug", "package" } do if _G[name] or rawget(_G, name) then return 1 end end
    local _ENV <const> = {}
    return x.y                                                       --@here
  end,
}
