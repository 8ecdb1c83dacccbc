describe("flat-maintenance", function()
  it("is entry · (1 ∓ 1/leverage) / (1 ∓ rate)", function()
    local plugin = liq.plugin { rate = "1%" }
    expect(plugin:level { side = "long", entry = 100, leverage = 10 }).to_be_near(90 / 0.99)
    expect(plugin:level { side = "short", entry = 100, leverage = 10 }).to_be_near(110 / 1.01)
  end)

  it("takes rate and amount of the tier where it has none of its own", function()
    -- A long of 10000 at 100 with 1000 of margin: (10000 − 1000 − 50) / (100 · 0.98)
    local level = liq.plugin():level {
      side = "long", leverage = 10, maintenance_rate = "2%", maintenance_amount = 50,
    }
    expect(level).to_be_near(8950 / 98)
  end)

  it("liquidates earlier where a fee is kept", function()
    local free, paid = liq.plugin { rate = "1%" }, liq.plugin { rate = "1%", fee = "0.1%" }
    expect(paid:level { side = "long", leverage = 10 }).to_be_above(free:level { side = "long", leverage = 10 })
    expect(paid:level { side = "short", leverage = 10 }).to_be_below(free:level { side = "short", leverage = 10 })
  end)

  it("has no price for a long at 1x", function()
    expect(liq.plugin():level { side = "long", leverage = 1 }).to_be_nil()
  end)
end)
