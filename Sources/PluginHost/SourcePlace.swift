package import LuaRuntime

/// A line of a source text, and what was said of it.
package struct SourcePlace: Hashable, Sendable {
    /// The chunk's name: a path, `stdin`.
    package let chunk: String
    /// From 1.
    package let line: Int
    /// What went wrong in this line; empty where it is only the function that it began in.
    package let message: String

    /// A place by its parts.
    package init(chunk: String, line: Int, message: String = "") {
        (self.chunk, self.line, self.message) = (chunk, line, message)
    }

    /// Where an error of Lua's happened; of one that came out of a plugin, where it happened there.
    package init?(of error: LuaError) {
        if let place = (error.underlying as? HostError)?.place {
            self = place
            return
        }
        guard let chunk = error.chunk, let line = error.line else { return nil }
        self.init(chunk: chunk, line: line, message: error.message)
    }
}
