describe("volatility-scaled", function()
  local calm = fixture.series { count = 100, volatility = "0.2%" }
  local wild = fixture.series { count = 100, volatility = "5%" }

  local function mean_leverage(plugin, market, bar)
    local long, sum, all = plugin:weights(market, bar), 0, 0
    for i, weight in ipairs(long) do sum, all = sum + weight * plugin.ladder[i], all + weight end
    return sum / all
  end

  it("gives less leverage in a wild market", function()
    local plugin = liq.plugin()
    expect(mean_leverage(plugin, wild)).to_be_below(mean_leverage(plugin, calm))
  end)

  it("keeps the median within its bounds", function()
    local plugin = liq.plugin { least = 4, most = 4, sigma = 0.1 }
    expect(mean_leverage(plugin, wild)).to_be_near(4, 0.1)
    expect(mean_leverage(plugin, calm)).to_be_near(4, 0.1)
  end)

  it("takes a usual market until it has seen enough", function()
    expect(mean_leverage(liq.plugin { sigma = 0.1 }, calm, 1)).to_be_near(3, 0.1)
  end)

  it("keeps to its bounds before it has seen enough, too", function()
    expect(mean_leverage(liq.plugin { least = 6, sigma = 0.1 }, calm, 1)).to_be_near(6, 0.1)
  end)
end)
