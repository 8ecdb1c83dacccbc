/// Why a script could not be compiled, run or read.
package struct LuaError: Error, CustomStringConvertible {
    /// For programs.
    package let code: Code
    /// For people, without the place.
    package let message: String
    /// The chunk whose code was running, as it was named when loaded.
    package let chunk: String?
    /// Its line, from 1.
    package let line: Int?
    /// The calls that were active, innermost first, a line each.
    package let traceback: String?
    /// The source ended too early: more lines may make it complete.
    package let isIncomplete: Bool
    /// The error that a host function threw, if it got to the top unchanged.
    package let underlying: (any Error)?

    /// An error with or without a place.
    ///
    /// One that a host function throws without a place gets the line of the script that called it.
    package init(
        _ code: Code, _ message: String, chunk: String? = nil, line: Int? = nil, traceback: String? = nil,
        isIncomplete: Bool = false, underlying: (any Error)? = nil
    ) {
        self.code = code
        self.message = message
        self.chunk = chunk
        self.line = line
        self.traceback = traceback
        self.isIncomplete = isIncomplete
        self.underlying = underlying
    }

    /// `chunk:line: message`, or as much of it as there is.
    package var description: String {
        guard let chunk else { return message }
        guard let line else { return "\(chunk): \(message)" }
        return "\(chunk):\(line): \(message)"
    }
}
