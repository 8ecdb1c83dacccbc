describe("crowded-side-pays", function()
  it("is neutral up to the usual rate", function()
    local long, short = liq.plugin():tilt(fixture.series { funding = "0.01%" })
    expect({ long, short }).to_equal { 1, 1 }
  end)

  it("gives the paying side a quarter more for each usual rate of excess", function()
    local long, short = liq.plugin():tilt(fixture.series { funding = "0.03%" })
    expect(long).to_be_near(1.5)
    expect(short).to_be(1)
    long, short = liq.plugin():tilt(fixture.series { funding = "-0.03%" })
    expect(long).to_be(1)
    expect(short).to_be_near(1.5)
  end)

  it("stops at its largest weight", function()
    expect((liq.plugin():tilt(fixture.series { funding = "1%" }))).to_be(3)
  end)
end)
