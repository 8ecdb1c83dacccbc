describe("pareto", function()
  local market = fixture.series { count = 5 }

  it("falls with leverage^-1.5", function()
    local plugin = liq.plugin()
    local weights, ladder = plugin:weights(market), plugin.ladder
    local ratio = (ladder[1] / ladder[#ladder]) ^ 1.5
    expect(weights[#ladder] / weights[1]).to_be_near(ratio, 1e-9)
  end)

  it("is the same for every bar and side", function()
    local long, short = liq.plugin():weights(market, 1)
    expect(short).to_equal(long)
    expect((liq.plugin():weights(market))).to_equal(long)
  end)
end)
