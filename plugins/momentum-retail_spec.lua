describe("momentum-retail", function()
  local function mean(weights, ladder)
    local sum, all = 0, 0
    for i, weight in ipairs(weights) do sum, all = sum + weight * ladder[i], all + weight end
    return sum / all
  end

  it("lets longs lean to high leverage after a rise, and shorts after a fall", function()
    local plugin = liq.plugin { window = "1h" }
    local long, short = plugin:weights(fixture.series { close = { 100, 110 } })
    expect(mean(long, plugin.ladder)).to_be_above(mean(short, plugin.ladder))
    long, short = plugin:weights(fixture.series { close = { 110, 100 } })
    expect(mean(short, plugin.ladder)).to_be_above(mean(long, plugin.ladder))
  end)

  it("leans nowhere before it has seen its window", function()
    local long, short = liq.plugin { window = "4h" }:weights(fixture.series { close = { 100, 110 } })
    expect(short).to_equal(long)
  end)
end)
