-- CASE: error_text_huge
-- KIND: funding
-- EXPECT: error
-- CLASS: runtime-error | memory-limit
-- MUST-NAME: plugin + line (any line marked @here)
-- NOTE: an error text of 20 MB full of control characters.
return {
  kind = "funding",
  run = function(rate)
    error(("\27[31m\7\0\r\n"):rep(300000))                              --@here
  end,
}
