describe("typical-entry", function()
  local function peak(weights)
    local best = 1
    for i, weight in ipairs(weights) do if weight > weights[best] then best = i end end
    return best
  end

  it("has its peak above the middle of a bar that closed high, below of one that closed low", function()
    local plugin = liq.plugin { points = 101 }
    expect(peak(plugin:entries(fixture.series { close = { 100, 150 } }))).to_be_above(51)
    expect(peak(plugin:entries(fixture.series { close = { 150, 100 } }))).to_be_below(51)
  end)

  it("has as many entries as asked for", function()
    expect(#liq.plugin { points = 5 }:entries(fixture.series())).to_be(5)
    expect(liq.plugin { points = 1 }:entries(fixture.series())[1]).to_be_above(0)
  end)
end)
