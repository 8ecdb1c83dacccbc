import Engine
import LiquidationCore

extension PluginKindDescriptor {
    /// Which part of what opens is long.
    static let split = PluginKindDescriptor(
        .split, title: "split model", given: [.bar, .params],
        returns: "the share of longs in what opens, 0 to 1", annotation: "number",
        whole: .init(
            returns: "a vector with a cell a bar, or one number for all bars", annotation: "liq.vector|number"
        ),
        sample: "0.5",
        page: .method(
            .plugin, "share", TestedPlugin.asked, gives: [.init(.share)],
            "The share of longs in what opens in a bar.",
            example: "liq.plugin(\"taker-flow\"):share(series) <= 1"),
        template: .split,
        role: .bar(
            .fraction("share of longs", of: { $0.longShare ?? 0.5 }, set: { $0.longShare = $1 })))
}

extension KindTemplate {
    fileprivate static let split = KindTemplate(
        plugin: """
            -- Which part of what opens is long. Asked once a bar.

            ---@type liq.plugin.split
            local plugin = {
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

            return plugin

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

            """)
}
