import Engine
import LiquidationCore
import LuaRuntime
import PlainText

extension PluginKindDescriptor {
    /// What a map says about what may happen.
    static let signal = PluginKindDescriptor(
        .signal, title: "signal rule",
        given: [
            .init("map", .object(.map), "the finished map"),
            .init("bar", .object(.bar), "the last bar, valid during the call"), .params,
        ],
        returns: "a list of {name, side, strength, price?, note?}",
        annotation: "{name: string, strength: number, side?: liq.side, price?: number, note?: string}[]",
        sample: "{}",
        page: .method(
            .plugin, "signals",
            [.init("map", .object(.map)), .optional("series", .object(.series), or: "the usual market")],
            gives: [.init(.list(of: .signal))], "What a signal rule says.",
            example: "#liq.plugin(\"nearest-cluster\"):signals(fixture.map()) <= 2"),
        template: .signal,
        role: .map { plugin, map, type, context in
            try SignalRule(plugin: plugin).signals(of: map, type: type, in: context)
        })
}

/// Asks a signal plugin what it reads off a map, and checks what it says.
struct SignalRule {
    let plugin: Plugin
    /// The most signals that one rule may give.
    static let limit = 100
    /// The longest name or note, in bytes.
    static let textLimit = 4096

    func signals(of map: AnyObject, type: LuaObjectType, in context: BarContext) throws -> [Signal] {
        let (place, row) = (context.last, context.row)
        row.row.move(to: place.index)
        let arguments: [LuaValue] = [
            try plugin.state.makeObject(map, type: type),
            try plugin.state.makeRow(row.row, isLentPerCall: true),
            .table(try plugin.parameterTable()),
        ]
        let result = try plugin.call(arguments, at: place).first ?? .nil
        guard case .table(let list) = result else {
            throw plugin.badResult("a list of signals expected, was \(result.described), at \(place)")
        }
        return try plugin.read(at: place) { try signals(in: list, place) }
    }

    private func signals(in list: LuaTable, _ place: BarPlace) throws -> [Signal] {
        let count = try list.count
        guard try count > 0 || list.isEmpty else {
            let name = try list.pairs(limit: 100).first?.0
            throw plugin.badResult(
                "a list of signals expected, was one table with the key \(name?.described ?? "nil"), at \(place)",
                hint: "return a list: { {name = …} }")
        }
        guard count <= Self.limit else {
            throw plugin.badResult("at most \(Self.limit) signals expected, found \(count), at \(place)")
        }
        return try list.array(limit: Self.limit).enumerated().map { index, value in
            guard case .table(let fields) = value else {
                throw plugin.badResult(
                    "signal \(index + 1) must be a table, was \(value.described), at \(place)")
            }
            return try signal(fields, "signal \(index + 1)", place)
        }
    }

    private func signal(_ fields: LuaTable, _ what: String, _ place: BarPlace) throws -> Signal {
        let known = ["name", "side", "strength", "price", "note"]
        for (key, _) in try fields.pairs(limit: 100) {
            guard case .string(let name) = key, known.contains(name) else {
                throw plugin.badResult(
                    "\(what): unknown field \(key.described), known are \(known.joined(separator: ", "))")
            }
        }
        guard case .string(let name) = try fields.get("name") else {
            throw plugin.badResult("\(what): name must be a text, at \(place)")
        }
        guard name.utf8.count <= Self.textLimit else {
            throw plugin.badResult(
                "\(what): name must have at most \(Self.textLimit) bytes, has \(name.utf8.count), at \(place)"
            )
        }
        let strength = try fields.get("strength")
        guard let strong = strength.double, (0...1).contains(strong) else {
            throw plugin.badResult(
                "\(what): strength must lie in 0 to 1, was \(strength.described), at \(place)")
        }
        let price = try fields.get("price")
        guard price.isNil || price.double.map({ $0.isFinite && $0 > 0 }) ?? false else {
            throw plugin.badResult(
                "\(what): price must be finite and above zero, was \(price.described), at \(place)")
        }
        let note: String?
        switch try fields.get("note") {
        case .nil: note = nil
        case .string(let text) where text.utf8.count <= Self.textLimit: note = text
        case let other:
            throw plugin.badResult(
                "\(what): note must be a text of at most \(Self.textLimit) bytes, was \(other.described), at \(place)"
            )
        }
        return Signal(
            rule: PlainLine(plugin.manifest.id), name: PlainLine(name), side: try side(fields, what, place),
            strength: strong,
            price: price.double, note: note.map { PlainLine($0) })
    }

    private func side(_ fields: LuaTable, _ what: String, _ place: BarPlace) throws -> Side? {
        switch try fields.get("side") {
        case .nil: return nil
        case .string(let name) where Side(rawValue: name) != nil: return Side(rawValue: name)
        case let other:
            throw plugin.badResult(
                "\(what): side must be \"long\" or \"short\", was \(other.described), at \(place)")
        }
    }
}

extension Signal {
    func write(_ writer: inout WireWriter) {
        writer.put(name.text)
        writer.put(side?.rawValue) { $0.put($1) }
        writer.put(strength)
        writer.put(price) { $0.put($1) }
        writer.put(note?.text) { $0.put($1) }
    }

    /// The signals of a message.
    ///
    /// - Throws: ``EngineError`` for what the rules of signals would not have let through.
    static func list(reading reader: inout WireReader, rule: String) throws(EngineError) -> [Signal] {
        let count = try reader.count()
        guard count <= SignalRule.limit else { throw WireReader.damaged }
        var signals: [Signal] = []
        for _ in 0..<count {
            let name = try reader.text()
            let side = try reader.optional { reader throws(EngineError) in try reader.text() }
            let strength = try reader.number()
            let price = try reader.optional { reader throws(EngineError) in try reader.number() }
            let note = try reader.optional { reader throws(EngineError) in try reader.text() }
            guard (0...1).contains(strength), price.map({ $0 > 0 && $0.isFinite }) ?? true,
                side.map({ Side(rawValue: $0) != nil }) ?? true
            else { throw WireReader.damaged }
            signals.append(
                Signal(
                    rule: PlainLine(rule), name: PlainLine(name), side: side.flatMap(Side.init(rawValue:)),
                    strength: strength, price: price, note: note.map { PlainLine($0) }))
        }
        return signals
    }
}

extension KindTemplate {
    fileprivate static let signal = KindTemplate(
        plugin: """
            -- What a finished map says about what may happen. Asked once.

            ---@type liq.plugin.signal
            local plugin = {
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

            return plugin

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

            """)
}
