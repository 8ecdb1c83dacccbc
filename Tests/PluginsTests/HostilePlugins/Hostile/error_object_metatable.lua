-- CASE: error_object_metatable
-- KIND: funding
-- EXPECT: error
-- CLASS: runtime-error
-- MUST-NAME: plugin + line (any line marked @here)
-- NOTE: an error object whose metatable answers with more of its kind.
return {
  kind = "funding",
  run = function(rate)
    local mt = {}
    mt.__index = function(t, k) return setmetatable({}, mt) end
    mt.__tostring = function(t) return setmetatable({}, mt) end
    mt.__name = setmetatable({}, mt)
    mt.__concat = function() error(setmetatable({}, mt)) end
    mt.__metatable = setmetatable({}, mt)
    error(setmetatable({}, mt))                                      --@here
  end,
}
