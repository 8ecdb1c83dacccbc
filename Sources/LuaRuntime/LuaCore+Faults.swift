import CLuaShim
import PlainText

extension LuaCore {
    /// Throws what a protected function has reported.
    @inline(__always)
    func check(_ status: Int32) throws(LuaError) {
        if status != Int32(LIQ_LUA_OK) { throw fault(status) }
    }

    /// The error behind a status.
    func fault(_ status: Int32) -> LuaError {
        guard let handle else { return .closedState }
        var length = 0
        let bytes = liq_lua_fault_message(handle, &length)
        let raw = String(bytes: bytes, count: length)
        let handlerChunk = String(cString: liq_lua_fault_chunk(handle))
        let handlerLine = Int(liq_lua_fault_line(handle))
        let trace = String(cString: liq_lua_fault_traceback(handle)).escapingControls()
        var place = LuaPlace(chunk: handlerChunk, line: handlerLine)
        var message = raw
        if let split = LuaPlace.split(raw, expecting: handlerChunk) { (place, message) = split }
        let code = LuaError.Code(status: status)
        let traceback = trace.isEmpty ? nil : trace
        let chunk = place.chunk.isEmpty ? nil : fullName(of: place.chunk).escapingControls()
        let line = place.line > 0 ? place.line : nil
        if code.isStop {
            return LuaError(code, stopMessage(code), chunk: chunk, line: line, traceback: traceback)
        }
        let cause = thrownError(as: raw)
        if let cause = cause as? LuaError {
            return LuaError(
                cause.code, cause.message, chunk: cause.chunk ?? chunk, line: cause.line ?? line,
                traceback: cause.traceback ?? traceback, isIncomplete: cause.isIncomplete,
                underlying: cause.underlying)
        }
        return LuaError(
            code, message.escapingControls().cut(toBytes: 3072), chunk: chunk, line: line,
            traceback: traceback,
            isIncomplete: code == .syntax && message.hasSuffix("<eof>"), underlying: cause)
    }

    /// The whole name of a chunk that Lua shows only the end of, behind three dots.
    private func fullName(of shown: String) -> String {
        guard shown.hasPrefix("...") else { return shown }
        return longNames.last { $0.hasSuffix(shown.dropFirst(3)) } ?? shown
    }

    private func stopMessage(_ code: LuaError.Code) -> String {
        let limits = owner?.limits ?? .none
        switch code {
        case .memory:
            return limits.memoryBytes.map { "the memory limit of \($0) bytes was reached" }
                ?? "not enough memory"
        case .deadline:
            return limits.deadlineMilliseconds.map { "the time limit of \($0) ms was reached" }
                ?? "time limit"
        case .instructions:
            return limits.instructions.map { "the limit of \($0) instructions was reached" }
                ?? "instruction limit"
        default: return "interrupted"
        }
    }
}

extension LuaError.Code {
    fileprivate init(status: Int32) {
        switch Int(status) {
        case LIQ_LUA_SYNTAX: self = .syntax
        case LIQ_LUA_MEMORY: self = .memory
        case LIQ_LUA_STACK: self = .stackOverflow
        case LIQ_LUA_INTERRUPTED: self = .interrupted
        case LIQ_LUA_DEADLINE: self = .deadline
        case LIQ_LUA_INSTRUCTIONS: self = .instructions
        default: self = .runtime
        }
    }
}
