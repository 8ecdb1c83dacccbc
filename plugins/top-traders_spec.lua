describe("top-traders", function()
  local market = fixture.series { count = 60 }

  local function mean(weights, ladder)
    local sum, all = 0, 0
    for i, weight in ipairs(weights) do sum, all = sum + weight * ladder[i], all + weight end
    return sum / all
  end

  it("gives the side that they are on less leverage", function()
    local plugin = liq.plugin()
    for bar = 1, #market, 7 do
      local long, short = plugin:weights(market, bar)
      local ratio = market.long_short_ratio[bar]
      local difference = mean(short, plugin.ladder) - mean(long, plugin.ladder)
      if ratio ~= 1 then expect(difference > 0).to_be(ratio > 1) end
    end
  end)

  it("has no opinion without a ratio", function()
    local long, short = liq.plugin():weights(fixture.series { count = 3, bare = true })
    expect(long).to_equal(short)
  end)
end)
