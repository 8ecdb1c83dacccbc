-- CASE: declaration_metatable
-- KIND: leverage
-- EXPECT: error
-- NOTE: a declaration that is all metatable: it is read raw.
return setmetatable({}, { __index = function(_, k) return k == 'kind' and 'leverage' or k == 'run' and function() return { 1, 0, 0, 0 } end or nil end })
