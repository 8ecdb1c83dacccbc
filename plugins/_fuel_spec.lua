describe("_fuel", function()
  local fuel = require "_fuel"

  -- A map of ten buckets from 95 to 105 with the price between them, whose longs are as fresh as is said, upwards.
  local function map(fresh, edges)
    return {
      price = 100, edges = { 95, 96, 97, 98, 99, 100, 101, 102, 103, 104, 105 },
      density = function() return { 10, 10, 10, 10, 10, 10, 10, 10, 10, 10 } end,
      freshness = function() return fresh end,
      fresh_edges = function() return edges end,
    }
  end
  local function edge(side, price, before, behind)
    return { side = side, price = price, distance = price / 100 - 1, before = before, behind = behind, notional = 7 }
  end
  local swept = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }
  local fresh = { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 }

  it("is the nearest edge behind which at least half is untouched, on its side", function()
    local edges = { edge("long", 98, 0.1, 0.4), edge("long", 97, 0.4, 0.7), edge("short", 101, 0, 0.6) }
    local long, short = fuel(map(swept, edges), "long", 0.1), fuel(map(swept, edges), "short", 0.1)
    expect(long).to_equal { price = 97, distance = 97 / 100 - 1, fresh = 0.7, notional = 7 }
    expect(short.price).to_be(101)
  end)

  it("is the price itself where what lies ahead is untouched", function()
    local begin = fuel(map(fresh, { edge("long", 97, 0.8, 0.95) }), "long", 0.1)
    expect(begin.price).to_be(100)
    expect(begin.fresh).to_be(0.8)
    -- From 97 to the bucket that begins at the price.
    expect(begin.notional).to_be(40)
    expect(fuel(map(fresh, {}), "short", 0.1)).to_equal { price = 100, distance = 0, fresh = 1, notional = 50 }
  end)

  it("is nowhere where all is swept, beyond the distance, and in a map that does not tell", function()
    expect(fuel(map(swept, {}), "long", 0.1)).to_be_nil()
    expect(fuel(map(swept, { edge("long", 98, 0, 0.3) }), "long", 0.1)).to_be_nil()
    expect(fuel(map(swept, { edge("long", 98, 0, 0.9) }), "long", 0.01)).to_be_nil()
    expect(fuel(map(nil, {}), "long", 0.1)).to_be_nil()
  end)
end)
