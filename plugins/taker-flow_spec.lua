describe("taker-flow", function()
  local market = fixture.series { count = 50, interval = "1h" }

  it("is what takers bought of the volume", function()
    local share = market.taker_buy_volume[50] / market.volume[50]
    expect(liq.plugin { window = "1h" }:share(market)).to_be_near(share)
  end)

  it("counts over its window", function()
    local bought = market.taker_buy_volume:slice(47):sum() / market.volume:slice(47):sum()
    expect(liq.plugin { window = "4h" }:share(market)).to_be_near(bought)
    expect(liq.plugin { window = "4h" }:share(market, 2)).to_be(0.5)
  end)

  it("is even without volume, and where the gain is none", function()
    expect(liq.plugin():share(fixture.series { bare = true })).to_be(0.5)
    expect(liq.plugin { gain = 0 }:share(market)).to_be(0.5)
  end)
end)
