describe("interest-rise", function()
  local market = fixture.series { count = 30 }

  it("opens what open interest rose by", function()
    local rise = math.max(0, market.open_interest[30] - market.open_interest[29])
    local long, short = liq.plugin():opened(market)
    expect(long + short).to_be_near(rise)
  end)

  it("opens as much on both sides where the ratio is not trusted", function()
    local long, short = liq.plugin { trust = "0%" }:opened(market)
    expect(long).to_be(short)
  end)
end)
