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
            .signal,
            plugin: """
                -- What a finished map says about what may happen. Asked once.

                return {
                  api = 1, kind = "signal", id = "$ID", version = "0.1.0", license = "MIT",
                  summary = "The largest wall within reach.",
                  params = {
                    within = { type = "percent", default = "10%", min = 0.001, max = 1, doc = "how far to look" },
                  },
                  run = function(map, bar, params)
                    local wall = map:clusters { within = params.within, limit = 1 }[1]
                    if not wall then return {} end
                    return { { name = "wall", side = wall.side, strength = wall.relative, price = wall.peak } }
                  end,
                }

                """,
            spec: """
                describe("$ID", function()
                  local map = fixture.map { count = 300 }

                  it("names the largest wall", function()
                    local signals = liq.plugin():signals(map)
                    expect(#signals).to_be_between(0, 2)
                    for _, signal in ipairs(signals) do
                      expect(signal.name).to_be "wall"
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
