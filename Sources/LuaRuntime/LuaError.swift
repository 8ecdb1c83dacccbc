import CLuaShim
import PlainText

/// The reason why a script could not be compiled, run or read.
package struct LuaError: Error, CustomStringConvertible {
    /// The kind of failure, for programs.
    package let code: Code
    /// The reason, for people, without the place.
    package let message: String
    /// The chunk whose code was running, as it was named when loaded.
    package let chunk: String?
    /// The line in that chunk, from 1.
    package let line: Int?
    /// The calls that were active, innermost first, a line each.
    package let traceback: String?
    /// The source ended too early: more lines may make it complete.
    package let isIncomplete: Bool
    /// The error that a host function threw, if it got to the top unchanged.
    package let underlying: (any Error)?
    /// The part of the line that is wrong, where the runtime knows it; of Lua's own errors only the message tells.
    package let subject: Subject?

    /// An error with or without a place.
    ///
    /// One that a host function throws without a place gets the line of the script that called it.
    package init(
        _ code: Code, _ message: String, chunk: String? = nil, line: Int? = nil, traceback: String? = nil,
        isIncomplete: Bool = false, underlying: (any Error)? = nil, subject: Subject? = nil
    ) {
        self.code = code
        self.message = message
        self.chunk = chunk
        self.line = line
        self.traceback = traceback
        self.isIncomplete = isIncomplete
        self.underlying = underlying
        self.subject = subject
    }

    /// `chunk:line: message`, or as much of it as there is.
    package var description: String {
        guard let chunk else { return message }
        guard let line else { return "\(chunk): \(message)" }
        return "\(chunk):\(line): \(message)"
    }
}

extension LuaError {
    /// The part of a line that an error is about.
    package enum Subject: Hashable, Sendable {
        /// An argument of a function by its place, from 1.
        case argument(Int, of: String)
        /// A field or method that a value does not have.
        case member(String)
        /// The index in brackets after a value.
        case index
    }

    /// The kind of failure; more may be added, so switch with a `default`.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Storage: String {
            case syntax, runtime, memory, deadline, instructions, interrupted, stackOverflow, closed
        }
        private let storage: Storage

        /// The source is not Lua.
        package static var syntax: Code { Code(storage: .syntax) }
        /// The script, or a host function it called, failed.
        package static var runtime: Code { Code(storage: .runtime) }
        /// The memory limit was reached.
        package static var memory: Code { Code(storage: .memory) }
        /// The time limit was reached.
        package static var deadline: Code { Code(storage: .deadline) }
        /// The instruction limit was reached.
        package static var instructions: Code { Code(storage: .instructions) }
        /// An interrupter or SIGINT ended the call.
        package static var interrupted: Code { Code(storage: .interrupted) }
        /// Calls are nested too deep.
        package static var stackOverflow: Code { Code(storage: .stackOverflow) }
        /// The state is gone.
        package static var closed: Code { Code(storage: .closed) }

        /// Whether a limit or an interrupt ended the call, which the script itself could not catch.
        package var isStop: Bool { [.memory, .deadline, .instructions, .interrupted].contains(self) }

        /// The name of the code.
        package var description: String { storage.rawValue }
    }

    /// What every use of a reference says once its state is gone.
    static var closedState: LuaError { LuaError(.closed, "the Lua state is closed") }
}

/// A place in a script.
struct LuaPlace: Hashable {
    let chunk: String
    /// The line, from 1; 0 if unknown.
    let line: Int

    /// Takes `chunk:line: ` off the front of a message.
    ///
    /// The name of the expected chunk may hold colons; another one's is taken to end at the first colon that a
    /// number, a colon and a space follow.
    static func split(_ message: String, expecting expected: String) -> (LuaPlace, String)? {
        let bytes = Array(message.utf8)
        let prefix = Array(expected.utf8) + [UInt8(ascii: ":")]
        if !expected.isEmpty, bytes.starts(with: prefix),
            let found = place(in: bytes, colon: prefix.count - 1)
        {
            return found
        }
        let reach = min(bytes.count, 200)
        for index in 0..<reach where bytes[index] == UInt8(ascii: ":") && index > 0 {
            if let found = place(in: bytes, colon: index) { return found }
        }
        return nil
    }

    private static func place(in bytes: [UInt8], colon: Int) -> (LuaPlace, String)? {
        var line = 0
        var index = colon + 1
        while index < bytes.count, index - colon < 10,
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index])
        {
            line = line * 10 + Int(bytes[index] - UInt8(ascii: "0"))
            index += 1
        }
        guard index > colon + 1, index + 1 < bytes.count, bytes[index] == UInt8(ascii: ":"),
            bytes[index + 1] == UInt8(ascii: " ")
        else { return nil }
        let chunk = String(decoding: bytes[..<colon], as: UTF8.self)
        return (LuaPlace(chunk: chunk, line: line), String(decoding: bytes[(index + 2)...], as: UTF8.self))
    }
}

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
            let limits = owner?.limits ?? .none
            return LuaError(code, limits.message(for: code), chunk: chunk, line: line, traceback: traceback)
        }
        let cause = thrownError(as: raw)
        if let cause = cause as? LuaError {
            return LuaError(
                cause.code, cause.message, chunk: cause.chunk ?? chunk, line: cause.line ?? line,
                traceback: cause.traceback ?? traceback, isIncomplete: cause.isIncomplete,
                underlying: cause.underlying, subject: cause.subject)
        }
        return LuaError(
            code, message.escapingControls().cut(toBytes: 3072), chunk: chunk, line: line,
            traceback: traceback,
            isIncomplete: code == .syntax && message.hasSuffix("<eof>"), underlying: cause,
            subject: subject(handle))
    }

    /// The part of the line that C has noted with the fault.
    private func subject(_ handle: OpaquePointer) -> LuaError.Subject? {
        switch Int(liq_lua_fault_subject(handle)) {
        case LIQ_LUA_ABOUT_MEMBER: .member(String(cString: liq_lua_fault_subject_name(handle)))
        case LIQ_LUA_ABOUT_INDEX: .index
        case LIQ_LUA_ABOUT_ARGUMENT: .argument(1, of: String(cString: liq_lua_fault_subject_name(handle)))
        default: nil
        }
    }

    /// The whole name of a chunk that Lua shows only the end of, behind three dots.
    private func fullName(of shown: String) -> String {
        guard shown.hasPrefix("...") else { return shown }
        return longNames.last { $0.hasSuffix(shown.dropFirst(3)) } ?? shown
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
