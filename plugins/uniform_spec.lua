describe("uniform", function()
  it("gives every rung the same", function()
    local plugin = liq.plugin()
    local long = plugin:weights(fixture.series { count = 2 })
    expect(#long).to_be(#plugin.ladder)
    for _, weight in ipairs(long) do expect(weight).to_be(1) end
  end)
end)
