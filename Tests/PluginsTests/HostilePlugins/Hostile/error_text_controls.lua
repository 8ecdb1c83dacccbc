-- CASE: error_text_controls
-- KIND: funding
-- EXPECT: error
-- CLASS: runtime-error
-- NOTE: control characters in a short message, behind a chunk name of its own.
return {
  kind = "funding",
  run = function(rate)
    return load("error('\27]0;owned\7')", "=\27[31mred")()
  end,
}
