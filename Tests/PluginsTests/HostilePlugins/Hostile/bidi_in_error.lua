-- CASE: bidi_in_error
-- KIND: funding
-- EXPECT: error
-- CLASS: runtime-error
-- NOTE: characters that turn the direction of text, end lines or show nothing, in a message.
return {
  kind = "funding",
  run = function(rate)
    error("a\u{202e}b\u{2066}c\u{feff}d\u{85}e\u{2028}f")
  end,
}
