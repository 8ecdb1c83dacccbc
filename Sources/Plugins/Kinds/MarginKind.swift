import Engine
import LiquidationCore
import LuaRuntime
import MarketData
import PlainText

extension PluginKindDescriptor {
    /// Where a position is force-closed.
    static let margin = PluginKindDescriptor(
        .margin, title: "margin rule",
        given: [.init("position", .object(.position)), .init("tier", .object(.tier)), .params],
        returns: "the liquidation price, or nil for none",
        sample: "position.entry * (position.side == \"long\" and 0.9 or 1.1)",
        page: .method(
            .plugin, "level",
            [
                .needed("side", .side, "Long or short"), .needed("leverage", .number, "At entry"),
                .named("entry", .price, or: "100", "Entry price"),
                .named("notional", .notional, or: "10000", "Value at entry"),
                .named("maintenance_rate", .fraction, or: "0.5 %", "Of the tier"),
                .named("maintenance_amount", .number, or: "0", "Of the tier"),
            ], gives: [.init(.price)], "The liquidation price of a position; nil for none.",
            example: "liq.plugin(\"flat-maintenance\"):level { side = \"long\", leverage = 10 } < 100"),
        template: .margin,
        role: .rungs { plugin, questions in try MarginPrices(plugin: plugin).liquidationPrices(of: questions)
        })
}

/// Asks a margin plugin where the positions of rungs are force-closed, and checks what it says.
struct MarginPrices {
    let plugin: Plugin

    func liquidationPrices(of questions: [RungQuestion]) throws -> [Price?] {
        let parameters = LuaValue.table(try plugin.parameterTable())
        return try questions.map { try level(of: $0, parameters) }
    }

    private func level(of question: RungQuestion, _ parameters: LuaValue) throws -> Price? {
        let (position, tier) = (question.position, question.tier)
        func number(_ value: Double) -> LuaValue { value.isFinite ? .number(value) : .nil }
        let leverage = position.leverage?.value ?? 1
        let terms = try plugin.state.makeTable(fields: [
            ("side", .string(position.side.rawValue)), ("entry", .number(position.entry.value)),
            ("quantity", .number(position.quantity.value)), ("leverage", .number(leverage)),
            ("notional", .number(question.notional.value)),
            ("margin", .number(question.notional.value / leverage)),
        ])
        let figures = try plugin.state.makeTable(fields: [
            ("floor", .number(tier.floor)), ("cap", number(tier.cap)),
            ("max_leverage", number(tier.maximumLeverage)),
            ("maintenance_rate", .number(tier.maintenanceRate)),
            ("maintenance_amount", .number(tier.maintenanceAmount)),
        ])
        let place = "the \(position.side.rawValue) at \("\(leverage)".droppingZeroFraction)x"
        let answer = try plugin.call([.table(terms), .table(figures), parameters], at: place).first ?? .nil
        guard !answer.isNil else { return nil }
        guard let price = answer.double, price > 0, price.isFinite else {
            throw plugin.badResult(
                "the liquidation price must be finite and above zero, or nil for none, "
                    + "was \(answer.described), of \(place)")
        }
        return try Price(price)
    }
}

extension RungQuestion {
    func write(_ writer: inout WireWriter) {
        writer.put(position.side == .long)
        for number in [
            position.entry.value, position.quantity.value, position.leverage?.value ?? 1, notional.value,
            tier.floor, tier.cap, tier.maximumLeverage, tier.maintenanceRate,
            tier.maintenanceAmount,
        ] { writer.put(number) }
        writer.put(isAdmitted)
    }

    private init(reading reader: inout WireReader) throws {
        let side: Side = try reader.flag() ? .long : .short
        let (entry, quantity) = (try Price(try reader.number()), try Quantity(try reader.number()))
        let (leverage, notional) = (try Leverage(try reader.number()), try Notional(try reader.number()))
        let (floor, cap, most) = (try reader.number(), try reader.number(), try reader.number())
        let tier = Tier(
            floor: floor, cap: cap, maximumLeverage: most, maintenanceRate: try reader.number(),
            maintenanceAmount: try reader.number())
        self.init(
            position: Position(side: side, entry: entry, quantity: quantity, leverage: leverage),
            notional: notional, tier: tier, isAdmitted: try reader.flag())
    }

    /// The questions of a message.
    static func list(reading reader: inout WireReader) throws -> [RungQuestion] {
        try (0..<(try reader.count(of: 74))).map { _ in try RungQuestion(reading: &reader) }
    }
}

extension KindTemplate {
    fileprivate static let margin = KindTemplate(
        plugin: """
            -- Where a position is force-closed. Asked for the long and the short of each rung.

            return {
              api = 1, kind = "margin", id = "$ID", version = "0.1.0", license = "MIT",
              summary = "Isolated margin, maintenance on the value at liquidation and a fee for closing.",
              params = {
                fee = { type = "percent", default = "0.05%", min = 0, max = 0.1, doc = "of the value at liquidation" },
              },
              run = function(position, tier, params)
                local sign = position.side == "long" and 1 or -1
                local held = position.margin + tier.maintenance_amount - sign * position.notional
                local rate = tier.maintenance_rate + params.fee
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

            """)
}
