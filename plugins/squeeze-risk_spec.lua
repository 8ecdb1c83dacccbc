describe("squeeze-risk", function()
  local map = fixture.map { count = 300 }
  local lean = map:asymmetry { within = "5%" }

  it("has a map that leans", function() expect(math.abs(lean)).to_be_between(0.05, 0.9) end)

  local function signal(funding)
    local market = fixture.series { funding = funding }
    -- No payment falls into the last bar.
    expect(market.last_funding_rate:last()).to_be_near(tonumber((funding:gsub("%%", ""))) / 100)
    return liq.plugin { within = "5%", alarm = 0 }:signals(map, market)[1]
  end

  it("names the side with more fuel, and how much of all that is", function()
    local found = signal "0%"
    expect(found.side).to_be(lean > 0 and "short" or "long")
    expect(found.strength).to_be_near(math.abs(lean))
    local mine, other = map:sum("short", { within = "5%" }), map:sum("long", { within = "5%" })
    if lean < 0 then mine, other = other, mine end
    local part = 100 * mine / (mine + other)
    expect(found.note).to_be(string.format("%.0f %% of the fuel within 5 %% is of %ss", part, found.side))
  end)

  it("is stronger where that side paid at the last payment, whenever that was", function()
    local against, along = "0.05%", "-0.05%"
    if lean < 0 then against, along = along, against end
    expect(signal(along).strength).to_be_near(math.min(1, 1.5 * math.abs(lean)))
    expect(signal(along).note).to_contain "who pay funding"
    expect(signal(against).strength).to_be_near(math.abs(lean))
  end)

  it("is still below its alarm", function()
    expect(#liq.plugin { within = "5%", alarm = 1 }:signals(map) <= 1).to_be(true)
  end)
end)
