describe("nearest-cluster", function()
  local map = fixture.map { count = 300 }

  it("names at most one cluster a side, each on its side of the price", function()
    local signals = liq.plugin { within = "50%", least = "1%" }:signals(map)
    expect(#signals).to_be_between(1, 2)
    for _, signal in ipairs(signals) do
      expect(signal.name).to_be "cluster"
      expect(signal.price < map.price).to_be(signal.side == "long")
      expect(signal.note).to_contain(signal.side == "long" and "below" or "above")
    end
  end)

  it("names the nearest of all that count, not of the largest alone", function()
    -- Steps up, steps down: more clusters of shorts than a list of the largest five has.
    for seed = 1, 10 do
      local close, price = {}, 100
      for step = 1, 24 do
        price = price * (step <= 12 and 1 + 0.005 * (step * seed % 11) or 1 - 0.005 * ((step - 12) * seed % 13))
        for _ = 1, 6 do close[#close + 1] = price end
      end
      local stairs = fixture.map { seed = seed, volatility = "0.1%", close = close }
      local nearest = {}
      for _, cluster in ipairs(stairs:clusters { within = "100%", limit = 1000 }) do
        local best = nearest[cluster.side]
        if cluster.relative >= 0.02 and (not best or math.abs(cluster.distance) < math.abs(best.distance)) then
          nearest[cluster.side] = cluster
        end
      end
      local signals = liq.plugin { within = "100%", least = "2%" }:signals(stairs)
      expect(#signals).to_be_above(0)
      for _, signal in ipairs(signals) do expect(signal.price).to_be(nearest[signal.side].peak) end
    end
  end)

  it("sees nothing where it looks nowhere", function()
    expect(liq.plugin { within = "0.01%" }:signals(map)).to_equal {}
  end)

  it("names where fuel begins on a side without a cluster, and says so", function()
    local bare = {
      price = 100, edges = { 90, 95, 100, 105, 110 },
      clusters = function() return { { side = "short", peak = 104, distance = 0.04, relative = 1 } } end,
      density = function() return { 1, 1, 1, 1 } end,
      freshness = function() return { 0, 0, 0, 0 } end,
      fresh_edges = function()
        return { { side = "long", price = 99, distance = -0.01, before = 0, behind = 0.9, notional = 5 } }
      end,
    }
    local long, short = table.unpack(require "nearest-cluster".run(bare, nil, { within = 0.15, least = 0.2 }))
    expect(long).to_equal {
      name = "fuel", side = "long", price = 99, strength = 0.9,
      note = "no such cluster of longs; fuel begins 1.0 % below, 90 % of it untouched",
    }
    expect(short.name).to_be "cluster"
    expect(short.note).to_be "4.0 % above"
  end)
end)
