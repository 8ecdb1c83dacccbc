describe("retail", function()
  it("has a weight for each of its rungs, one in all", function()
    local plugin = liq.plugin()
    local long, sum = plugin:weights(fixture.series { count = 2 }), 0
    expect(plugin.ladder:totable()).to_equal { 10, 20, 25, 50, 75, 100 }
    for _, weight in ipairs(long) do sum = sum + weight end
    expect(sum).to_be_near(1)
  end)
end)
