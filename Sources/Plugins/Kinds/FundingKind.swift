package import Engine
import LiquidationCore
import LuaRuntime

extension PluginKind {
    /// How funding tilts longs against shorts.
    package static let funding = PluginKind("funding")
}

extension PluginKindDescriptor {
    /// How funding tilts longs against shorts.
    static let funding = PluginKindDescriptor(
        .funding, title: "funding model",
        given: [.init("rate", .share, "the rate that was paid last, a fraction"), .bar, .params],
        returns: "the weight of the paying side, or {long = …, short = …}",
        annotation: "number|{long: number, short: number}", sample: "1",
        page: .method(
            .plugin, "tilt", TestedPlugin.asked, gives: [.init("long", .number), .init("short", .number)],
            "Weight of longs, of shorts.", example: "liq.plugin(\"neutral\"):tilt(series) == 1"),
        template: .funding,
        role: .bar(
            BarPart(
                rule: { plugin, context in .rule(try FundingRule(plugin, in: context)) },
                write: { plan, writer in
                    writer.put(plan.tilt.long)
                    writer.put(plan.tilt.short)
                },
                read: { plan, _, reader throws(EngineError) in
                    let tilt = BySide(long: try reader.number(), short: try reader.number())
                    guard FundingRule.isWeight(tilt.long), FundingRule.isWeight(tilt.short) else {
                        throw WireReader.damaged
                    }
                    plan.tilt = tilt
                },
                values: { plan, _ in [.number(plan.tilt.long), .number(plan.tilt.short)] })))
}

/// Asks a funding plugin how the last known rate tilts longs against shorts, and checks what it says.
///
/// Bars before the first known rate are neutral: nothing is guessed.
final class FundingRule: BarRule {
    let asksOnce = false
    private let plugin: Plugin
    private let row: BarRow
    private let bar: LuaValue
    private let parameters: LuaValue

    init(_ plugin: Plugin, in context: BarContext) throws {
        (self.plugin, row) = (plugin, context.row)
        bar = try plugin.state.makeRow(row.row, isLentPerCall: true)
        parameters = .table(try plugin.parameterTable())
    }

    /// Puts the tilt of a bar into a plan.
    func fill(_ plan: inout BarPlan, bar place: BarPlace) throws {
        plan.tilt = BySide(both: 1)
        let rate = row.lastFundingRates[place.index]
        guard rate.isFinite else { return }
        row.row.move(to: place.index)
        let result = try plugin.call([.number(rate), bar, parameters], at: place).first ?? .nil
        if case .table(let table) = result {
            plan.tilt.long = try weight(try table.get("long"), "long weight", rate, place)
            plan.tilt.short = try weight(try table.get("short"), "short weight", rate, place)
        } else {
            let paying = try weight(result, "weight", rate, place)
            // A positive rate is paid by longs.
            plan.tilt = rate >= 0 ? BySide(long: paying, short: 1) : BySide(long: 1, short: paying)
        }
    }

    /// Whether a side may have a weight.
    static func isWeight(_ weight: Double) -> Bool { weight >= 1e-24 && weight <= 1e6 }

    private func weight(_ value: LuaValue, _ what: String, _ rate: Double, _ bar: BarPlace) throws -> Double {
        guard let weight = value.double, Self.isWeight(weight) else {
            throw plugin.badResult(
                "\(what) must be a number above zero and at most 1e6, was \(value.described), "
                    + "for funding rate \(rate), at \(bar)")
        }
        return weight
    }
}

extension KindTemplate {
    fileprivate static let funding = KindTemplate(
        plugin: """
            -- How funding tilts longs against shorts. Asked once a bar, from the first known rate on.

            ---@type liq.plugin.funding
            local plugin = {
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

            return plugin

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

            """)
}
