describe("proximity-alert", function()
  local map = fixture.map { count = 300 }

  it("names clusters that are close, and only those", function()
    local near = liq.plugin { within = "3%", relative = "0%" }:signals(map)
    local wide = liq.plugin { within = "50%", relative = "0%" }:signals(map)
    expect(#wide).to_be_above(0)
    expect(#near <= #wide).to_be(true)
    for _, signal in ipairs(wide) do
      expect(signal.name).to_be "near cluster"
      expect(signal.strength).to_be_between(0, 1)
    end
  end)

  it("leaves out what is too small", function()
    expect(liq.plugin { within = "50%", least = 1e18 }:signals(map)).to_equal {}
  end)

  -- A map without a cluster whose shorts begin to be untouched 0.1 % above the price, its longs 1 % below.
  local smooth = {
    price = 1000, edges = { 900, 950, 1000, 1050, 1100 },
    clusters = function() return {} end,
    density = function() return { 1, 1, 1, 1 } end,
    freshness = function() return { 0, 0, 0, 0 } end,
    fresh_edges = function()
      return {
        { side = "long", price = 990, distance = -0.01, before = 0, behind = 0.9, notional = 5e6 },
        { side = "short", price = 1001, distance = 0.001, before = 0, behind = 0.8, notional = 5e6 },
      }
    end,
  }
  local function said(map, least)
    local plugin = require "proximity-alert"
    return plugin.run(map, nil, { within = 0.02, least = least, relative = 0.25, fuel = 0.002 })
  end

  it("says where fuel is close on a side without a cluster", function()
    local signals = said(smooth, 0)
    expect(signals).to_have_length(1)
    expect(signals[1].name).to_be "near fuel"
    expect(signals[1].side).to_be "short"
    expect(signals[1].price).to_be(1001)
    expect(signals[1].strength).to_be_near(0.4)
    expect(signals[1].note).to_be "no such cluster of shorts; fuel begins 0.10 % away, 80 % of it untouched"
    expect(said(smooth, 6e6)).to_equal {}
  end)

  it("is silent about fuel on a side with a cluster, however far that is", function()
    local far = { side = "short", near = 1400, peak = 1410, distance = 0.41, notional = 1e6, relative = 1 }
    local mixed = setmetatable({ clusters = function() return { far } end }, { __index = smooth })
    expect(said(mixed, 0)).to_equal {}
  end)

  it("writes amounts short", function()
    local texts = { [999] = "999", [12340] = "12.3K", [999600] = "1.00M", [75123456] = "75.1M", [4.5e9] = "4.50B" }
    for notional, text in pairs(texts) do
      local near = { side = "short", near = 1005, peak = 1010, distance = 0.01, notional = notional, relative = 1 }
      local signals = said(setmetatable({ clusters = function() return { near } end }, { __index = smooth }), 0)
      expect(signals[1].note).to_be(text .. " quote units, their near edge 0.50 % away at 1005")
    end
  end)
end)
