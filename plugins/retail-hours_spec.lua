describe("retail-hours", function()
  -- The first bar opens at midnight UTC.
  local day = fixture.series { count = 24, interval = "1h", start = 1735689600000 }

  local function above(plugin, hour, leverage)
    local weights, sum, all = plugin:weights(day, hour + 1), 0, 0
    for i, weight in ipairs(weights) do
      all = all + weight
      if plugin.ladder[i] > leverage then sum = sum + weight end
    end
    return sum / all
  end

  it("leans to high leverage in its hours alone", function()
    local plugin = liq.plugin()
    expect(above(plugin, 13, 15)).to_be_above(above(plugin, 12, 15) + 0.1)
    expect(above(plugin, 20, 15)).to_be(above(plugin, 13, 15))
    expect(above(plugin, 21, 15)).to_be(above(plugin, 12, 15))
  end)

  it("may go past midnight", function()
    local plugin = liq.plugin { from = 22, to = 2 }
    expect(above(plugin, 23, 15)).to_be(above(plugin, 1, 15))
    expect(above(plugin, 23, 15)).to_be_above(above(plugin, 2, 15))
  end)

  it("is calm all day without retail", function()
    local plugin = liq.plugin { share = "0%" }
    expect(above(plugin, 13, 15)).to_be(above(plugin, 0, 15))
  end)
end)
