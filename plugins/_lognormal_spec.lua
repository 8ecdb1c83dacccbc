describe("_lognormal", function()
  local lognormal = require "_lognormal"
  local ladder = { 2, 5, 10, 40 }

  it("is highest at the median, and as high as far above as below", function()
    local weights = lognormal.around(ladder, 10)
    expect(weights[3]).to_be(1)
    expect(lognormal.around(ladder, 20)[3]).to_be_near(lognormal.around(ladder, 20)[4])
    -- A factor of two is 0.693 of a standard deviation.
    expect(weights[2]).to_be_near(math.exp(-math.log(2) ^ 2 / 2))
  end)

  it("is narrower with a smaller deviation", function()
    expect(lognormal.around(ladder, 10, 0.5)[2]).to_be_near(math.exp(-2 * math.log(2) ^ 2))
  end)

  it("gives the same for a vector of medians, bar by bar", function()
    local medians = liq.vector { 2, 7, 30 }
    local by_bar = lognormal.around(ladder, medians, 0.8)
    local by_log = lognormal.around_log(ladder, medians:log(), 0.8)
    for bar = 1, 3 do
      local weights = lognormal.around(ladder, medians[bar], 0.8)
      for i = 1, #ladder do
        expect(by_bar[i][bar]).to_be(weights[i])
        expect(by_log[i][bar]).to_be_near(weights[i])
      end
    end
  end)
end)
