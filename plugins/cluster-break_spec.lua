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

  it("names where fuel begins on a side without a cluster", function()
    local smooth = {
      price = 1000, edges = { 900, 950, 1000, 1050, 1100 },
      clusters = function() return { { side = "long", near = 990, peak = 985, relative = 1 } } end,
      density = function() return { 1, 1, 1, 1 } end,
      freshness = function() return { 0, 0, 0, 0 } end,
      fresh_edges = function()
        return {
          { side = "long", price = 999, distance = -0.001, before = 0, behind = 0.9, notional = 5 },
          { side = "short", price = 1005, distance = 0.005, before = 0, behind = 0.9, notional = 5 },
        }
      end,
    }
    local function said(low, high, bars)
      local bar = { high = high, low = low, close = 1000 }
      return require "cluster-break".run(smooth, bar, { bars = bars, close = 0.7, relative = 0.2 })
    end
    expect(said(990, 1000, 1)).to_equal { {
      name = "break up", side = "short", price = 1005, strength = 0.9 / 1.5,
      note = "no such cluster of shorts; fuel begins 0.5 bars like the last one away, 90 % of it untouched",
    } }
    expect(said(990, 1000, 0.4)).to_equal {}
    -- The longs have a cluster: it is that one, or nothing.
    expect(said(1000, 1010, 1)[1].price).to_be(985)
    expect(said(1000, 1001, 1)).to_equal {}
  end)
end)
