import Engine
import LiquidationCore

extension PluginKindDescriptor {
    /// How much of what is live its holders close.
    static let closing = PluginKindDescriptor(
        .closing, title: "closing model", given: [.bar, .params],
        returns: "the fraction of what is live that is closed in the bar, 0 to 1", annotation: "number",
        whole: .init(
            returns: "a vector with a cell a bar, or one number for all bars", annotation: "liq.vector|number"
        ),
        sample: "0.01",
        page: .method(
            .plugin, "closed", TestedPlugin.asked, gives: [.init(.share)],
            "The fraction that is closed in a bar.",
            example: "liq.plugin(\"turnover-decay\"):closed(series) <= 1"),
        template: .closing,
        role: .bar(
            .fraction("closed fraction", of: { $0.closedFraction }, set: { $0.closedFraction = $1 })))
}

extension KindTemplate {
    fileprivate static let closing = KindTemplate(
        plugin: """
            -- How much of what is live its holders close. Asked once a bar.

            ---@type liq.plugin.closing
            local plugin = {
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

            return plugin

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

            """)
}
