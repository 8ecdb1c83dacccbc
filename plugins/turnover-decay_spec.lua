describe("turnover-decay", function()
  local market = fixture.series { count = 30 }

  it("decays with volume against open interest", function()
    local turnover = market.volume[30] / market.open_interest[30]
    expect(liq.plugin { share = "50%" }:closed(market)).to_be_near(1 - math.exp(-0.5 * turnover))
  end)

  it("closes nothing where volume closes nothing", function()
    expect(liq.plugin { share = "0%" }:closed(market)).to_be(0)
  end)

  it("goes by time where there is no volume", function()
    local bare = fixture.series { count = 3, interval = "1h", bare = true }
    expect(liq.plugin { half_life = "1h" }:closed(bare)).to_be_near(0.5)
  end)
end)
