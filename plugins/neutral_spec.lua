describe("neutral", function()
  it("weighs both sides the same", function()
    for _, rate in ipairs { "-1%", "0%", "1%" } do
      local long, short = liq.plugin():tilt(fixture.series { funding = rate })
      expect({ long, short }).to_equal { 1, 1 }
    end
  end)
end)
