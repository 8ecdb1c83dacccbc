package import Engine
package import LuaRuntime

extension SourcePlace {
    /// Where an error of Lua's happened; of one that came out of a plugin, where it happened there.
    package init?(of error: LuaError) {
        if let place = (error.underlying as? EngineError)?.place {
            self = place
            return
        }
        guard let chunk = error.chunk, let line = error.line else { return nil }
        let innermost = error.traceback?.split(separator: "\n").first ?? ""
        let isHost = innermost.hasPrefix(Self.tracebackMark)
        self.init(
            chunk: chunk, line: line, message: error.message, isSyntax: error.code == .syntax,
            host: isHost ? String(innermost.dropFirst(Self.tracebackMark.count)) : nil)
    }

    /// How a traceback begins a line about a host function.
    package static let tracebackMark = "host: in "
}
