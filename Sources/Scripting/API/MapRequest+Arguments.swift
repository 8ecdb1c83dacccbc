import Engine
import LiquidationCore
import LuaRuntime
import Plugins

extension MapRequest {
    /// A request by named arguments.
    ///
    /// - Parameters:
    ///   - value: the table.
    ///   - function: for messages.
    ///   - base: what holds where nothing is named; in it `false` takes an argument back to its default.
    ///   - names: those that are read elsewhere.
    /// - Throws: ``EngineError`` naming argument, rule and value.
    init(
        _ value: LuaValue, of function: String, over base: MapRequest? = nil, beside names: [String] = []
    ) throws {
        self = base ?? MapRequest()
        var arguments = try NamedArguments(value, of: function, known: names + Self.argumentNames)
        if base != nil {
            for name in Self.argumentNames where arguments[name]?.bool == false {
                reset(name)
                arguments.drop(name)
            }
        }
        try take(arguments)
    }

    /// Takes in what is named; all else stays.
    private mutating func take(_ arguments: NamedArguments) throws {
        if let choice = try arguments.choice("leverage") { leverage = choice }
        if let choice = try arguments.choice("funding") { funding = choice }
        if let choices = try arguments.choices("signal") { signals = choices }
        if let name = try arguments.text("model") { try setModel(name) }
        if let choice = try arguments.choice("split") { setSplit(choice) }
        if let choice = try arguments.choice("entry") { entry = choice }
        if let choice = try arguments.choice("closing") { closing = choice }
        if let choice = try arguments.choice("margin") { margin = choice }
        for option in try arguments.settings("options") ?? [] { try setOption(option.name, to: option.value) }
        if let span = try arguments.duration("lookback") { lookback = span }
        try setGrid(
            buckets: try arguments.whole("buckets", in: 1...1_000_000), step: try arguments.positive("step"))
        if let name = try arguments.text("venue") { venue = name }
        if let name = try arguments.text("symbol") { symbol = name }
        if let fraction = try arguments.fraction("within") { within = fraction }
        if let count = try arguments.whole("clusters", in: 0...1000) { clusters = count }
        if let count = try arguments.whole("columns", in: 1...100_000) { columns = count }
    }
}
