-- CASE: bidi_in_signal
-- KIND: signal
-- EXPECT: ok-or-error
-- CLASS: runtime-error
-- NOTE: a note that turns the direction of what comes after it, with lines of its own.
return {
  kind = "signal",
  run = function(map)
    return { { side = "buy", price = 1, size = 1, note = "ok\u{202e}\nname,price\n=1+1\27[2J" } }
  end,
}
