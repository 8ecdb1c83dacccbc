describe("whales", function()
  it("has nothing above 20x", function()
    local plugin = liq.plugin()
    for i, weight in ipairs(plugin:weights(fixture.series())) do
      if plugin.ladder[i] > 20 then expect(weight).to_be(0) end
    end
  end)

  it("takes less leverage after large moves", function()
    local plugin = liq.plugin()
    local function mean(market)
      local sum, all = 0, 0
      for i, weight in ipairs((plugin:weights(market))) do
        sum, all = sum + weight * plugin.ladder[i], all + weight
      end
      return sum / all
    end
    expect(mean(fixture.series { volatility = "5%" })).to_be_below(mean(fixture.series { volatility = "0.1%" }))
  end)
end)
