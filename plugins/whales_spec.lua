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

  it("sees its whole window, at any interval", function()
    -- A crash on the second day, then quiet minutes for more than a week.
    local close = {}
    for i = 1, 9 * 1440 do close[i] = i < 2000 and 130 or 100 end
    local market = fixture.series { close = close, interval = "1m", volatility = "0%" }
    local plugin, quiet = liq.plugin(), liq.plugin { window = "1d" }
    local function at(p, bar) return (p:weights(market, bar)) end
    local weights, calm = at(plugin, 2000 + 7 * 1440), at(plugin, 1000)
    expect(weights).never.to_equal(calm)
    -- Afterwards it is forgotten, with a shorter window sooner.
    expect(at(plugin, 2001 + 7 * 1440)).to_equal(calm)
    expect(at(quiet, 2001 + 1440)).to_equal(calm)
    -- 30 % and more: the median is 2x less 40 %.
    local ladder, peak = plugin.ladder, 1
    for i, weight in ipairs(weights) do if weight > weights[peak] then peak = i end end
    expect(ladder[peak]).to_be_near(1.2, 0.1)
  end)

  it("takes what is there before its window is full", function()
    local rough = fixture.series { close = { 100, 100, 140, 140 }, volatility = "0%" }
    local plugin = liq.plugin()
    expect((plugin:weights(rough, 4))).to_equal((plugin:weights(rough, 3)))
    expect((plugin:weights(rough, 2))).never.to_equal((plugin:weights(rough, 3)))
  end)
end)
