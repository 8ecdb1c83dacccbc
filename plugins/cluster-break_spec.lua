describe("cluster-break", function()
  local map = fixture.map { count = 300 }
  -- A last bar of a sixth of the price, towards the clusters above or below.
  local up = fixture.series { close = { map.price * 0.85, map.price } }
  local down = fixture.series { close = { map.price * 1.15, map.price } }

  it("names clusters in the direction of the bar alone", function()
    local plugin = liq.plugin { bars = 20, close = "50%", relative = "0%" }
    local above, below = plugin:signals(map, up), plugin:signals(map, down)
    expect(#above + #below).to_be_above(0)
    for _, signal in ipairs(above) do expect(signal.name).to_be "break up" end
    for _, signal in ipairs(below) do expect(signal.side).to_be "long" end
  end)

  it("sees nothing where a bar did not make up its mind", function()
    expect(liq.plugin { close = "100%" }:signals(map, fixture.series { close = { 100, 100 } })).to_equal {}
  end)
end)
