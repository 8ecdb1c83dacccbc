package import Engine
import PlainText

/// What `liq plugin new` writes for a kind. A new kind adds a row to ``all``.
package struct KindTemplate: Sendable {
    /// The kind.
    package let kind: PluginKind
    /// The plugin's file; `$ID` stands for its id.
    let plugin: String
    /// Its tests.
    let spec: String

    /// The template of a kind.
    ///
    /// - Throws: ``HostError`` `.usage` with the kinds that there are.
    package init(kind name: String) throws(HostError) {
        let names = Self.all.map(\.kind.rawValue)
        guard let found = Self.all.first(where: { $0.kind.rawValue == name }) else {
            throw HostError(
                .usage, "no template for kind '\(name)': there are \(names.joined(separator: ", "))",
                hint: Spelling.hint(for: name, among: names))
        }
        self = found
    }

    private init(_ kind: PluginKind, plugin: String, spec: String) {
        (self.kind, self.plugin, self.spec) = (kind, plugin, spec)
    }

    /// One row a kind.
    package static let all: [KindTemplate] = [
        KindTemplate(
            .leverage,
            plugin: """
                -- How opened positions are spread over leverage. Asked once a bar.

                return {
                  api = 1, kind = "leverage", id = "$ID", version = "0.1.0", license = "MIT",
                  summary = "Log-normal around a median that a fast rise lifts.",
                  params = {
                    median = { type = "number", unit = "x", default = 5, min = 1, max = 100, doc = "leverage in a calm market" },
                    lean = { type = "number", default = 1, min = 0, max = 10, doc = "how strongly a rise lifts it" },
                    window = { type = "duration", default = "1d", doc = "span over which the rise is measured" },
                  },
                  run = function(bar, ladder, params)
                    local before = bar:back(math.max(1, params.window // bar.interval))
                    local rise = before and bar.close / before.close - 1 or 0
                    local median = params.median * math.exp(params.lean * rise)
                    local weights = {}
                    for i, leverage in ipairs(ladder) do
                      weights[i] = math.exp(-math.log(leverage / median) ^ 2 / 2)
                    end
                    return weights -- one a rung; only proportions matter
                  end,
                }

                """,
            spec: """
                describe("$ID", function()
                  local rising = fixture.series { count = 48, drift = "20%", volatility = "0.1%" }
                  local calm = fixture.series { count = 48, volatility = "0.1%" }

                  local function share_above(weights, ladder, leverage)
                    local above, all = 0, 0
                    for i, weight in ipairs(weights) do
                      all = all + weight
                      if ladder[i] > leverage then above = above + weight end
                    end
                    return above / all
                  end

                  it("gives a weight for each rung", function()
                    local plugin = liq.plugin()
                    local long, short = plugin:weights(calm)
                    expect(#long).to_be(#plugin.ladder)
                    expect(#short).to_be(#plugin.ladder)
                  end)

                  it("leans to high leverage after a rise", function()
                    local plugin = liq.plugin { lean = 5 }
                    local before = share_above(plugin:weights(calm), plugin.ladder, 20)
                    local after = share_above(plugin:weights(rising), plugin.ladder, 20)
                    expect(after).to_be_above(before)
                  end)

                  it("refuses a median below 1x", function()
                    expect(function() liq.plugin { median = 0 } end).to_fail("must lie in")
                  end)
                end)

                """),
        KindTemplate(
            .funding,
            plugin: """
                -- How funding tilts longs against shorts. Asked once a bar, from the first known rate on.

                return {
                  api = 1, kind = "funding", id = "$ID", version = "0.1.0", license = "MIT",
                  summary = "The side that pays weighs more, the more it pays.",
                  params = {
                    gain = { type = "number", default = 100, min = 0, max = 1000, doc = "added weight per unit of rate" },
                    most = { type = "number", default = 3, min = 1, max = 100, doc = "largest weight" },
                  },
                  run = function(rate, bar, params)
                    return math.min(params.most, 1 + params.gain * math.abs(rate)) -- 1 is neutral
                  end,
                }

                """,
            spec: """
                describe("$ID", function()
                  it("gives the side that pays more weight", function()
                    local long, short = liq.plugin():tilt(fixture.series { funding = "0.1%" })
                    expect(long).to_be_above(1)
                    expect(short).to_be(1)
                  end)

                  it("turns round with the rate", function()
                    local long, short = liq.plugin():tilt(fixture.series { funding = "-0.1%" })
                    expect(short).to_be_above(long)
                  end)

                  it("is neutral where nothing is paid", function()
                    local long, short = liq.plugin():tilt(fixture.series { funding = "0%" })
                    expect({ long, short }).to_equal { 1, 1 }
                  end)
                end)

                """),
        KindTemplate(
            .entry,
            plugin: """
                -- Where in its bar a position was entered. Asked once a bar.

                return {
                  api = 1, kind = "entry", id = "$ID", version = "0.1.0", license = "MIT",
                  summary = "Most entries near the close.",
                  params = {
                    points = { type = "integer", default = 9, min = 1, max = 101, doc = "entry prices of a bar" },
                    reach = { type = "percent", default = "30%", min = 0.01, max = 10, doc = "how far from the close, against the range" },
                  },
                  run = function(bar, params)
                    local range = bar.high - bar.low
                    local close = range > 0 and (bar.close - bar.low) / range or 0.5
                    local weights = {}
                    for i = 1, params.points do
                      local place = params.points > 1 and (i - 1) / (params.points - 1) or 0.5
                      weights[i] = math.exp(-((place - close) / params.reach) ^ 2 / 2)
                    end
                    return weights -- from the low to the high; only proportions matter
                  end,
                }

                """,
            spec: """
                describe("$ID", function()
                  it("has most entries near the close", function()
                    local rising = liq.plugin():entries(fixture.series { close = { 100, 110, 120 } })
                    expect(rising[#rising]).to_be_above(rising[1])
                    expect(#rising).to_be(9)
                  end)

                  it("takes one entry", function()
                    expect(#liq.plugin { points = 1 }:entries(fixture.series())).to_be(1)
                  end)
                end)

                """),
        KindTemplate(
            .split,
            plugin: """
                -- Which part of what opens is long. Asked once a bar.

                return {
                  api = 1, kind = "split", id = "$ID", version = "0.1.0", license = "MIT",
                  summary = "As many longs as the long/short ratio says, half way to even.",
                  params = {
                    trust = { type = "percent", default = "50%", min = 0, max = 1, doc = "how far to follow the ratio" },
                  },
                  run = function(bar, params)
                    local ratio = bar.long_short_ratio
                    local share = ratio and ratio / (1 + ratio) or 0.5
                    return 0.5 + params.trust * (share - 0.5) -- 0 all short, 1 all long
                  end,
                }

                """,
            spec: """
                describe("$ID", function()
                  it("follows the ratio", function()
                    local market = fixture.series()
                    local ratio = market.long_short_ratio[#market]
                    expect(liq.plugin { trust = "100%" }:share(market)).to_be_near(ratio / (1 + ratio))
                    expect(liq.plugin { trust = "0%" }:share(market)).to_be(0.5)
                  end)

                  it("is even where there is no ratio", function()
                    expect(liq.plugin():share(fixture.series { bare = true })).to_be(0.5)
                  end)
                end)

                """),
        KindTemplate(
            .closing,
            plugin: """
                -- How much of what is live its holders close. Asked once a bar.

                return {
                  api = 1, kind = "closing", id = "$ID", version = "0.1.0", license = "MIT",
                  summary = "Half of what is live closes in a while, the sooner the more is traded.",
                  params = {
                    half_life = { type = "duration", default = "2d", min = 1000, doc = "until half has closed, at usual volume" },
                    usual = { type = "integer", unit = "bars", default = 24, min = 1, max = 10000, doc = "bars whose volume is usual" },
                  },
                  run = function(bar, params)
                    local sum, count = 0, 0
                    for n = 0, params.usual - 1 do
                      local before = bar:back(n)
                      if not before then break end
                      if before.volume then sum, count = sum + before.volume, count + 1 end
                    end
                    local pace = bar.volume and sum > 0 and bar.volume * count / sum or 1
                    return 1 - 0.5 ^ (pace * bar.interval / params.half_life)
                  end,
                }

                """,
            spec: """
                describe("$ID", function()
                  it("closes half in a half-life at usual volume", function()
                    local market = fixture.series { count = 5, interval = "1h", bare = true }
                    expect(liq.plugin { half_life = "1h" }:closed(market)).to_be_near(0.5)
                  end)

                  it("closes a fraction whatever the volume", function()
                    expect(liq.plugin():closed(fixture.series())).to_be_between(0, 1)
                  end)
                end)

                """),
        KindTemplate(
            .margin,
            plugin: """
                -- Where a position is force-closed. Asked for the long and the short of each rung.

                return {
                  api = 1, kind = "margin", id = "$ID", version = "0.1.0", license = "MIT",
                  summary = "Isolated margin, maintenance on the value at liquidation and a fee for closing.",
                  params = {
                    fee = { type = "percent", default = "0.05%", min = 0, max = 0.1, doc = "of the value at liquidation" },
                  },
                  run = function(position, bracket, params)
                    local sign = position.side == "long" and 1 or -1
                    local held = position.margin + bracket.maintenance_amount - sign * position.notional
                    local rate = bracket.maintenance_rate + params.fee
                    -- margin + sign · quantity · (P − entry) = rate · quantity · P − amount
                    local price = held / (position.quantity * (rate - sign))
                    return price > 0 and price or nil -- nil: no price liquidates it
                  end,
                }

                """,
            spec: """
                describe("$ID", function()
                  it("liquidates where maintenance and fee are left", function()
                    local plugin = liq.plugin { fee = "0%" }
                    -- 100 · (1 − 1/10) / (1 − 0.005) and 100 · (1 + 1/10) / (1 + 0.005)
                    expect(plugin:level { side = "long", leverage = 10 }).to_be_near(90 / 0.995, 1e-9)
                    expect(plugin:level { side = "short", leverage = 10 }).to_be_near(110 / 1.005, 1e-9)
                  end)

                  it("takes the fee off", function()
                    local plain, paid = liq.plugin { fee = "0%" }, liq.plugin { fee = "1%" }
                    expect(paid:level { side = "long", leverage = 10 })
                      .to_be_above(plain:level { side = "long", leverage = 10 })
                  end)

                  it("has no price at 1x", function()
                    expect(liq.plugin():level { side = "long", leverage = 1 }).to_be_nil()
                  end)
                end)

                """),
        KindTemplate(
            .signal,
            plugin: """
                -- What a finished map says about what may happen. Asked once.

                return {
                  api = 1, kind = "signal", id = "$ID", version = "0.1.0", license = "MIT",
                  summary = "The largest cluster within reach.",
                  params = {
                    within = { type = "percent", default = "10%", min = 0.001, max = 1, doc = "how far to look" },
                  },
                  run = function(map, bar, params)
                    local cluster = map:clusters { within = params.within, limit = 1 }[1]
                    if not cluster then return {} end
                    return { { name = "cluster", side = cluster.side, strength = cluster.relative, price = cluster.peak } }
                  end,
                }

                """,
            spec: """
                describe("$ID", function()
                  local map = fixture.map { count = 300 }

                  it("names the largest cluster", function()
                    local signals = liq.plugin():signals(map)
                    expect(#signals).to_be_between(0, 2)
                    for _, signal in ipairs(signals) do
                      expect(signal.name).to_be "cluster"
                      expect(math.abs(signal.price / map.price - 1)).to_be_below(0.1)
                    end
                  end)

                  it("sees nothing where it looks nowhere", function()
                    expect(liq.plugin { within = "0.1%" }:signals(map)).to_equal {}
                  end)
                end)

                """),
    ]
}
