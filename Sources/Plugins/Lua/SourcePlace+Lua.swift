package import Engine
package import LuaRuntime
import MarketData

extension SourcePlace {
    /// Where an error of Lua's happened; of one that came out of a plugin, where it happened there.
    package init?(of error: LuaError) {
        let host = error.underlying as? EngineError
        if let place = host?.place {
            self = place
            return
        }
        guard let chunk = error.chunk, let line = error.line else { return nil }
        let innermost = error.traceback?.split(separator: "\n").first ?? ""
        let isHost = innermost.hasPrefix(Self.tracebackMark)
        self.init(
            chunk: chunk, line: line, message: error.message, isSyntax: error.code == .syntax,
            host: isHost ? String(innermost.dropFirst(Self.tracebackMark.count)) : nil,
            subject: ErrorSubject(of: error))
    }

    /// How a traceback begins a line about a host function.
    package static let tracebackMark = "host: in "
}

extension ErrorSubject {
    /// The part of the line that an error of Lua's is about: as the host function said that threw it, or the runtime.
    init?(of error: LuaError) {
        if let host = error.underlying {
            let file = (host as? DataError)?.file
            self = (host as? EngineError)?.subject ?? file.map { .value($0) } ?? .call
            return
        }
        switch error.subject {
        case .argument(let place, let function)?: self = .argument(place, of: function)
        case .member(let name)?: self = .member(name)
        case .index?: self = .index
        case nil: return nil
        }
    }
}
