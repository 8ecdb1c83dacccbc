describe("funding-skew", function()
  it("has more longs where they pay more than usual", function()
    -- 0.03 % is two usual rates too many: 2 · 2 % more.
    expect(liq.plugin():share(fixture.series { funding = "0.03%" })).to_be_near(0.54)
  end)

  it("has more shorts where those pay", function()
    expect(liq.plugin():share(fixture.series { funding = "-0.05%" })).to_be_near(0.38)
  end)

  it("stays within its bounds", function()
    expect(liq.plugin():share(fixture.series { funding = "2%" })).to_be_near(0.75)
  end)

  it("is even where nothing is known", function()
    expect(liq.plugin():share(fixture.series { bare = true })).to_be(0.5)
  end)
end)
