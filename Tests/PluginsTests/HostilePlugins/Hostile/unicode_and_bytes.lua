-- CASE: unicode_and_bytes
-- KIND: signal
-- EXPECT: ok
-- NOTE: texts that are not UTF-8, with zeros and line ends, come out on one line.
return {
  kind = "signal",
  run = function(map)
    pcall(utf8.char, -1) pcall(utf8.codepoint, "\xff") pcall(utf8.len, ("\x80"):rep(100000))
    print("\xff\xfe\0\r\n\27[2J")
    return { { side = "sell", price = 1e-300, size = 1e300 } }
  end,
}
