import Engine
package import LiquidationCore
import LuaRuntime
import MarketData
import PlainText

extension PluginKindDescriptor {
    /// Where a position is force-closed.
    static let margin = PluginKindDescriptor(
        .margin, title: "margin rule",
        given: [
            .init("position", .object(.position), "the long or the short of a rung"),
            .init("tier", .object(.tier), "the margin tier that holds it"), .params,
        ],
        returns: "the liquidation price, or nil for none", annotation: "number?",
        sample: "position.entry * (position.side == \"long\" and 0.9 or 1.1)",
        page: .method(
            .plugin, "level",
            [
                .needed("side", .side, "Long or short"), .needed("leverage", .number, "At entry"),
                .named("entry", .price, or: "100", "Entry price"),
                .named("notional", .notional, or: "10000", "Value at entry"),
                .named("maintenance_rate", .fraction, or: "0.5 %", "Of the tier"),
                .named("maintenance_amount", .number, or: "0", "Of the tier"),
            ], gives: [.init(.price)], orNil: true, "The liquidation price of a position; nil for none.",
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
        let prices = try questions.map { try level(of: $0, parameters) }
        try checkSides(of: prices, questions)
        return prices
    }

    /// Refuses a rule that leaves no rung: one whose longs are liquidated above their entry, or its shorts below it.
    ///
    /// A rung or two may be so, where leverage is higher than maintenance allows; all of them cannot.
    private func checkSides(of prices: [Price?], _ questions: [RungQuestion]) throws {
        let wrong = prices.indices.filter { index in
            guard let price = prices[index] else { return false }
            let entry = questions[index].position.entry
            return questions[index].position.side == .long ? price >= entry : price <= entry
        }
        // Of each rung the long is asked about, then the short.
        guard questions.count > 1, let first = wrong.first, let price = prices[first],
            Set(wrong.map { $0 / 2 }).count * 2 == questions.count
        else { return }
        let position = questions[first].position
        throw plugin.badResult(
            "the liquidation price of a long must lie below its entry and that of a short above, "
                + "was \(NumberText.price(price.value)) for an entry at "
                + "\(NumberText.price(position.entry.value)), of \(Self.name(of: position)), "
                + "and so it is on every rung",
            hint: "position.side says which of the two it is")
    }

    /// `the long at 25x`.
    private static func name(of position: Position) -> String {
        "the \(position.side.rawValue) at \("\(position.rung)".droppingZeroFraction)x"
    }

    private func level(of question: RungQuestion, _ parameters: LuaValue) throws -> Price? {
        let position = question.position
        let terms = try plugin.state.makeRecord(question, RungQuestion.positionMembers)
        let figures = try plugin.state.makeRecord(question.tier, Tier.members)
        let place = Self.name(of: position)
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

extension Position {
    /// The leverage of a position that has one; 1 for a position without.
    fileprivate var rung: Double { leverage?.value ?? 1 }
}

extension RungQuestion {
    /// The `position` that margin plugins are given.
    package static let positionMembers: [LuaMember<RungQuestion>] = [
        .field(.position, "side", .side, "Long or short.") { .string($0.position.side.rawValue) },
        .field(.position, "entry", .price, "Entry price.") { .number($0.position.entry.value) },
        .field(.position, "quantity", .number, search: ["size"], "Size, in the contract's unit.") {
            .number($0.position.quantity.value)
        },
        .field(.position, "leverage", .number, "The rung.") { .number($0.position.rung) },
        .field(.position, "notional", .notional, "Value at entry, quote units.") {
            .number($0.notional.value)
        },
        .field(.position, "margin", .number, search: ["collateral"], "Notional over leverage.") {
            .number($0.notional.value / $0.position.rung)
        },
    ]
}

extension Tier {
    /// The `tier` that margin plugins are given.
    package static let members: [LuaMember<Tier>] = [
        .field(.tier, "floor", .number, "Where it begins, in the unit of the tiers.") { .number($0.floor) },
        .field(.tier, "cap", .number, orNil: true, "Where it ends; nil for no end.") { limit($0.cap) },
        .field(.tier, "max_leverage", .number, orNil: true, "Highest leverage; nil for no limit.") {
            limit($0.maximumLeverage)
        },
        .field(.tier, "maintenance_rate", .share, search: ["mmr"], "Maintenance per unit of value.") {
            .number($0.maintenanceRate)
        },
        .field(.tier, "maintenance_amount", .number, "What is subtracted from value times rate.") {
            .number($0.maintenanceAmount)
        },
    ]

    private static func limit(_ value: Double) -> LuaValue { value.isFinite ? .number(value) : .nil }
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

            ---@type liq.plugin.margin
            local plugin = {
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

            return plugin

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
