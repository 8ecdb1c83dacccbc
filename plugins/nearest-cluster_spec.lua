describe("nearest-cluster", function()
  local map = fixture.map { count = 300 }

  it("names at most one cluster a side, each on its side of the price", function()
    local signals = liq.plugin { within = "50%", least = "1%" }:signals(map)
    expect(#signals).to_be_between(1, 2)
    for _, signal in ipairs(signals) do
      expect(signal.name).to_be "cluster"
      expect(signal.price < map.price).to_be(signal.side == "long")
    end
  end)

  it("sees nothing where it looks nowhere", function()
    expect(liq.plugin { within = "0.01%" }:signals(map)).to_equal {}
  end)
end)
