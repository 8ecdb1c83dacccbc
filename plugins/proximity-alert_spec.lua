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
end)
