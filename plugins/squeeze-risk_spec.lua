describe("squeeze-risk", function()
  local map = fixture.map { count = 300 }

  it("names the side with more fuel", function()
    local lean = map:asymmetry { within = "50%" }
    local signal = liq.plugin { within = "50%", alarm = 0 }:signals(map)[1]
    expect(signal.side).to_be(lean > 0 and "short" or "long")
    expect(signal.strength).to_be_near(math.min(1, math.abs(lean)), 0.5)
  end)

  it("is still below its alarm", function()
    expect(#liq.plugin { within = "50%", alarm = 1 }:signals(map) <= 1).to_be(true)
  end)
end)
