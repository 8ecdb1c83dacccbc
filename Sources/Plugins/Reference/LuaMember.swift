package import Engine
package import LiquidationCore
package import LuaRuntime

/// A function, method or field of Lua: its page in the reference and what runs when a script uses it, declared together.
///
/// The lists of members that an object, a table or a namespace has make its ``LuaObjectType``, the reference, the
/// declarations for editors, completion and help. What C or Lua itself provides has a ``FunctionPage`` alone.
package struct LuaMember<Object>: Sendable {
    /// What a function or method does: the object, the call, its results.
    package typealias Body = @Sendable (Object, MemberCall) throws -> [LuaValue]

    /// How a member is used.
    enum Use: Sendable {
        case call(Body)
        case value(@Sendable (Object, LuaState) throws -> LuaValue)
        case length(@Sendable (Object) -> Int)
    }

    /// What the reference says.
    package let page: FunctionPage
    let use: Use

    private init(_ page: FunctionPage, _ use: Use) { (self.page, self.use) = (page, use) }

    /// A function or method by its page.
    package init(_ page: FunctionPage, body: @escaping Body) { self.init(page, .call(body)) }

    /// A value by its page: a field, or a function that is made as a value.
    package init(_ page: FunctionPage, value: @escaping @Sendable (Object, LuaState) throws -> LuaValue) {
        self.init(page, .value(value))
    }

    /// A method.
    package static func method(
        _ owner: FunctionPage.Owner, _ name: String, _ arguments: [FunctionPage.Argument] = [],
        or alternative: [FunctionPage.Argument] = [], gives answers: [FunctionPage.Answer] = [],
        orNil: Bool = false, in places: Set<FunctionPage.Place>? = nil, search: [String] = [],
        _ summary: String, example: String, body: @escaping Body
    ) -> LuaMember {
        LuaMember(
            .method(
                owner, name, arguments, or: alternative, gives: answers, orNil: orNil, in: places,
                search: search, summary, example: example), .call(body))
    }

    /// A function of a namespace, or one that stands alone.
    package static func function(
        _ owner: FunctionPage.Owner, _ name: String, _ arguments: [FunctionPage.Argument] = [],
        or alternative: [FunctionPage.Argument] = [], gives answers: [FunctionPage.Answer] = [],
        orNil: Bool = false, in places: Set<FunctionPage.Place>? = nil, search: [String] = [],
        _ summary: String, example: String, body: @escaping Body
    ) -> LuaMember {
        LuaMember(
            .function(
                owner, name, arguments, or: alternative, gives: answers, orNil: orNil, in: places,
                search: search, summary, example: example), .call(body))
    }

    /// A field.
    package static func field(
        _ owner: FunctionPage.Owner, _ name: String, _ type: ValueType, orNil: Bool = false,
        search: [String] = [], _ summary: String, example: String = "",
        value: @escaping @Sendable (Object) throws -> LuaValue
    ) -> LuaMember {
        LuaMember(
            .field(owner, name, type, orNil: orNil, search: search, summary, example: example),
            .value { object, _ in try value(object) })
    }

    /// A field that is a table, which the state makes.
    package static func table(
        _ owner: FunctionPage.Owner, _ name: String, _ type: ValueType, orNil: Bool = false,
        search: [String] = [], _ summary: String, example: String = "",
        value: @escaping @Sendable (Object, LuaState) throws -> LuaValue
    ) -> LuaMember {
        LuaMember(
            .field(owner, name, type, orNil: orNil, search: search, summary, example: example), .value(value))
    }

    /// What `#` gives.
    package static func length(
        _ owner: FunctionPage.Owner, _ summary: String, example: String,
        count: @escaping @Sendable (Object) -> Int
    ) -> LuaMember { LuaMember(.length(owner, summary, example: example), .length(count)) }

    /// The same member of an object that holds this one's.
    func held<Holder>(_ object: @escaping @Sendable (Holder) -> Object) -> LuaMember<Holder> {
        switch use {
        case .call(let body): LuaMember<Holder>(page, .call { try body(object($0), $1) })
        case .value(let value): LuaMember<Holder>(page, .value { try value(object($0), $1) })
        case .length(let count): LuaMember<Holder>(page, .length { count(object($0)) })
        }
    }
}

/// A call of a member: its arguments, named by the page that declares them.
package struct MemberCall {
    /// The call as the state has it.
    package let lua: LuaCall
    /// What is declared.
    package let page: FunctionPage

    /// A call with no more arguments than the page declares.
    ///
    /// What takes any value is often given all that another function returns, so that more than one is no slip there.
    ///
    /// - Throws: ``LuaError`` naming how many it takes.
    init(_ lua: LuaCall, _ page: FunctionPage) throws(LuaError) {
        (self.lua, self.page) = (lua, page)
        let most = max(Self.places(of: page.arguments), Self.places(of: page.alternative))
        let given = (lua.arguments.lastIndex { !$0.isNil } ?? -1) + 1
        guard given > most, page.arguments.last?.type != .any else { return }
        throw LuaError(
            .runtime,
            "'\(lua.name)' takes \(most) \(most == 1 ? "argument" : "arguments"), was given \(given)",
            subject: .argument(most + 1, of: lua.name))
    }

    /// How many arguments there are at most: those by name are in one table.
    private static func places(of arguments: [FunctionPage.Argument]) -> Int {
        arguments.count { !$0.isNamed } + (arguments.contains(where: \.isNamed) ? 1 : 0)
    }

    /// The state; do not keep it.
    package var state: LuaState { lua.state }

    /// The argument at a place, from 1; `.nil` if it was not passed.
    package func argument(_ place: Int) -> LuaValue { lua.argument(place) }

    /// The text at a place, from 1.
    package func text(_ place: Int) throws -> String { try lua.string(place, name(place)) }

    /// The number at a place, from 1.
    package func number(_ place: Int) throws -> Double { try lua.number(place, name(place)) }

    /// The whole number at a place, from 1.
    package func whole(_ place: Int) throws -> Int64 { try lua.integer(place, name(place)) }

    /// The function at a place, from 1.
    package func function(_ place: Int) throws -> LuaFunction { try lua.function(place, name(place)) }

    /// The object at a place, from 1, of the type that the page declares.
    package func object<Kind>(_ place: Int) throws -> Kind {
        let type = page.arguments[place - 1].type
        return try lua.object(place, name(place), type.members ?? type.word)
    }

    /// The side at a place, from 1.
    package func side(_ place: Int) throws -> Side {
        guard let side = argument(place).text.flatMap(Side.init(rawValue:)) else {
            throw EngineError(
                .script, "side must be \"long\" or \"short\", was \(argument(place).described)",
                subject: .value(argument(place).text))
        }
        return side
    }

    /// The arguments by name, in the table at a place, from 1.
    ///
    /// - Parameters:
    ///   - place: of the table.
    ///   - function: as messages call the function; its name by default.
    /// - Returns: the values by name.
    /// - Throws: ``EngineError`` naming what is not declared.
    package func named(_ place: Int, called function: String? = nil) throws -> NamedArguments {
        try NamedArguments(
            argument(place), of: function ?? page.name, known: page.namedArguments.map(\.name))
    }

    private func name(_ place: Int) -> String { page.arguments[place - 1].name }
}

extension LuaObjectType {
    /// The type of objects with some members, named like the owner of their pages.
    ///
    /// - Parameters:
    ///   - owner: whose members they are.
    ///   - members: methods, fields and the length.
    ///   - operators: what operators mean.
    ///   - text: what `tostring` gives; by default the name.
    package convenience init<Object: AnyObject>(
        _ owner: FunctionPage.Owner, _ members: [LuaMember<Object>],
        operators: [Operator: Method] = [:], text: ((Object, LuaState) throws -> String)? = nil
    ) {
        var methods: [String: Method] = [:]
        var fields: [(String, Field)] = []
        var length: ((LuaCall) throws -> Int)?
        for member in members {
            let page = member.page
            switch member.use {
            case .call(let body):
                methods[page.name] = {
                    try body($0.receiver(as: Object.self), MemberCall($0, page))
                }
            case .value(let value):
                fields.append((page.name, { try value($0.receiver(as: Object.self), $0.state) }))
            case .length(let count): length = { count(try $0.receiver(as: Object.self)) }
            }
        }
        self.init(
            name: owner.rawValue, methods: methods, operators: operators, fields: fields,
            tostring: text.map { text in { try text($0.receiver(as: Object.self), $0.state) } },
            length: length)
    }
}

extension LuaState {
    /// The members of a namespace by name: functions and fields, for a table or as globals.
    ///
    /// - Parameters:
    ///   - members: what the namespace has.
    ///   - owner: what their bodies are given; it has to outlive the state.
    /// - Returns: names and values.
    /// - Throws: ``LuaError`` when memory runs out.
    package func makeValues<Owner: AnyObject>(
        _ members: [LuaMember<Owner>], of owner: Owner
    ) throws -> [(String, LuaValue)] {
        try members.compactMap { [unowned owner] member in
            let page = member.page
            switch member.use {
            case .call(let body):
                let function = try makeFunction(page.path) { [unowned owner] call in
                    try body(owner, MemberCall(call, page))
                }
                return (page.name, .function(function))
            case .value(let value): return (page.name, try value(owner, self))
            case .length: return nil
            }
        }
    }

    /// A table with the fields of a record.
    package func makeRecord<Record>(_ record: Record, _ members: [LuaMember<Record>]) throws -> LuaTable {
        try makeTable(
            fields: members.compactMap { member in
                guard case .value(let value) = member.use else { return nil }
                return (member.page.name, try value(record, self))
            })
    }

    /// A list of tables with the fields of records.
    package func makeRecords<Record>(
        _ records: some Sequence<Record>, _ members: [LuaMember<Record>]
    ) throws -> LuaValue {
        .table(try makeTable(array: records.map { .table(try makeRecord($0, members)) }, fields: []))
    }
}
