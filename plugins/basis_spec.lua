describe("basis", function()
  -- The weights' peak: the median leverage of a side.
  local function peaks(plugin, market, bar)
    local function peak(weights)
      local best = 1
      for i, weight in ipairs(weights) do
        if weight > weights[best] then best = i end
      end
      return plugin.ladder[best]
    end
    local long, short = plugin:weights(market, bar)
    return peak(long), peak(short)
  end

  it("leans longs to high leverage above the mark price, and shorts away from it", function()
    -- One usual distance moves a median of 10x by e^0.5: 16.5x and 6.1x.
    local plugin = liq.plugin { median = 10, lean = 0.5 }
    local long, short = peaks(plugin, fixture.series { premium = "0.05%" })
    expect(long).to_be_near(16.5, 1)
    expect(short).to_be_near(6.1, 0.5)
  end)

  it("leans shorts to it below", function()
    local above = liq.plugin():weights(fixture.series { premium = "0.1%" })
    local _, below = liq.plugin():weights(fixture.series { premium = "-0.1%" })
    for i, weight in ipairs(above) do expect(weight).to_be_near(below[i]) end
  end)

  it("stops at two steps of the logarithm", function()
    local long = peaks(liq.plugin { median = 3, lean = 5 }, fixture.series { premium = "5%" })
    expect(long).to_be_near(3 * math.exp(2), 1)
  end)

  it("sees no distance before the window is full, and in data without a mark price", function()
    local plugin = liq.plugin { window = "8h" }
    for _, market in ipairs { fixture.series { premium = "1%" }, fixture.series { bare = true } } do
      local long, short = plugin:weights(market, 3)
      expect(long).to_equal(short)
    end
  end)
end)
