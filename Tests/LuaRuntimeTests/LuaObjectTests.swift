import Testing

@testable import LuaRuntime

/// A host object of the tests.
private final class Map {
    var density = 2.5
    let witness: Witness?
    init(_ witness: Witness? = nil) { self.witness = witness }
}

@Suite("LuaObjectType") struct LuaObjectTests {
    private let type = LuaObjectType(
        name: "map",
        methods: [
            "at": { call in [.number(try call.receiver(as: Map.self).density * call.number(1, "price"))] },
            "fail": { _ in throw HostFailure(number: 3) },
        ],
        fields: [
            ("density", { .number(try $0.receiver(as: Map.self).density) }), ("price", { _ in .nil }),
        ],
        tostring: { "map of \(try $0.receiver(as: Map.self).density)" }, length: { _ in 7 })

    private func makeState() throws -> (LuaState, Map) {
        let state = try LuaState(profile: .plugin(seed: 1))
        let map = Map()
        try state.setGlobal("m", state.makeObject(map, type: type))
        try state.setGlobal("n", state.makeObject(map, type: type))
        return (state, map)
    }

    @Test func `methods, fields, text and length work`() throws {
        let (state, map) = try makeState()
        #expect(try state.text("return m:at(2)") == "5.0")
        map.density = 3
        #expect(try state.text("return m.density + #m") == "10.0")
        #expect(try state.text("return m.price") == "nil")
        #expect(try state.text("return m") == "map of 3.0")
        #expect(try state.text("return m == n") == "true")
        let back = try state.run("return m")[0]
        #expect(back.object(as: Map.self) === map)
        #expect(back.typeName == "map")
    }

    @Test(arguments: [
        ("m.densty", "map has no field or method 'densty' (did you mean 'density'?)"),
        ("m:att(1)", "map has no field or method 'att' (did you mean 'at'?)"),
        ("m.something", "map has no field or method 'something'"),
        ("m[1]", "map has no field of type number"),
        ("m.at(5)", "'map:at' needs a map, got number; call it as 'map:at(…)'"),
        ("m.at()", "'map:at' needs a map, got no value; call it as 'map:at(…)'"),
        ("m:at()", "bad argument #1 'price' to 'map:at' (number expected, got nil)"),
        ("m:at(m)", "bad argument #1 'price' to 'map:at' (number expected, got map)"),
        ("m + 1", "attempt to perform arithmetic on a map value (global 'm')"),
    ])
    func `misuse is named`(source: String, message: String) throws {
        let (state, _) = try makeState()
        let error = state.failure("return " + source)
        #expect(error?.message == message)
        #expect(error?.line == 1)
    }

    @Test func `an object cannot be changed or looked into`() throws {
        let (state, _) = try makeState()
        #expect(state.failure("m.density = 1")?.message == "map is read-only")
        #expect(state.failure("setmetatable(m, {})") != nil)
        #expect(state.failure("rawset(m, 'x', 1)") != nil && state.failure("rawget(m, 1)") != nil)
        #expect(try state.text("return getmetatable(m)") == "false")
        #expect(state.failure("m:fail()")?.underlying as? HostFailure == HostFailure(number: 3))
    }

    @Test func `a type has the operators that it declares and no others`() throws {
        let state = try LuaState(profile: .script)
        let type = LuaObjectType(
            name: "map",
            operators: [
                .subtract: { call in
                    let other: Map = try call.object(1, "other", "map")
                    return [.number(try call.receiver(as: Map.self).density - other.density)]
                },
                .negate: { [.number(-(try $0.receiver(as: Map.self).density))] },
            ])
        try state.setGlobal("m", state.makeObject(Map(), type: type))
        #expect(try state.text("return m - m") == "0.0" && state.text("return -m") == "-2.5")
        #expect(state.failure("return m - 1")?.message.contains("map expected, got number") == true)
        #expect(state.failure("return 1 - m")?.message == "'map - …' needs a map, got number")
        #expect(state.failure("return m + m")?.message.contains("attempt to perform arithmetic") == true)
    }

    @Test func `objects are freed by the collector, and at the latest when the state closes`() throws {
        let counter = Witness.Counter()
        var state: LuaState? = try LuaState(profile: .script)
        for _ in 0..<100 { _ = try state?.makeObject(Map(Witness(counter)), type: type) }
        _ = try state?.run("")
        try state?.collectGarbage()
        #expect(counter.alive == 0)
        try state?.setGlobal("m", state?.makeObject(Map(Witness(counter)), type: type) ?? .nil)
        #expect(counter.alive == 1)
        let reference = try state?.global("m")
        state = nil
        #expect(reference?.object(as: Map.self) == nil)
        withExtendedLifetime(reference) {}
    }

    @Test func `closures and what they hold are freed with the state`() throws {
        let counter = Witness.Counter()
        do {
            let state = try LuaState(profile: .script)
            let witness = Witness(counter)
            try state.define("f") { call in
                withExtendedLifetime(witness) {}
                return call.arguments
            }
            try state.run("f(1, 'x', {}, f)")
            #expect(counter.alive == 1)
        }
        #expect(counter.alive == 0)
    }
}
