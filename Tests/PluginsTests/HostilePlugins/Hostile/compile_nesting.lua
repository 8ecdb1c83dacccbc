-- CASE: compile_nesting
-- KIND: leverage
-- EXPECT: ok-or-error
-- CLASS: syntax | runtime-error | stack-overflow
-- NOTE: brackets, blocks, functions and operators in each other, deeper than the compiler goes.
return {
  kind = "leverage",
  run = function(bar, tiers)
    local n = 100000
    for _, text in ipairs {
      ("("):rep(n) .. ("{"):rep(n), ("do "):rep(n), ("function f() "):rep(n), "x = " .. ("not "):rep(n) .. "1",
      "x = " .. ("1 .. "):rep(n) .. "1", "x = " .. ("2 ^ "):rep(n) .. "2", ("if x then "):rep(n), ("x["):rep(n),
    } do
      assert(not load(text), "nesting is limited")
    end
    return { 0.1, 0.2, 0.3, 0.4 }
  end,
}
