describe("measured", function()
  local market = fixture.series { count = 5 }

  it("has its peak at the median", function()
    local plugin = liq.plugin { median = 10 }
    local weights, peak = plugin:weights(market), 1
    for i, weight in ipairs(weights) do if weight > weights[peak] then peak = i end end
    expect(plugin.ladder[peak]).to_be_near(10, 0.5)
  end)

  it("is the same for every bar and side", function()
    local long, short = liq.plugin():weights(market, 1)
    expect(short).to_equal(long)
    expect((liq.plugin():weights(market))).to_equal(long)
  end)
end)
