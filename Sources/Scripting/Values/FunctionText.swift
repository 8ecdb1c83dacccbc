import Engine
import LuaRuntime
import PlainText
import Plugins

/// A function by its name and where it is defined: `function mine (stdin:3)`, `function liq.load (built in)`.
struct FunctionText {
    let text: String

    init(_ function: LuaFunction) {
        let name = function.name.map { " \($0)" } ?? ""
        let place = function.place.map { "\($0.chunk):\($0.line)" } ?? "built in"
        text = QuotedText.escaped("function\(name) (\(place))", keeping: ["\"", "\\"])
    }
}
