import LuaRuntime

/// Errors as people read them.
package enum ErrorText {
    /// The message, then the calls that led to it where a script was deep in some.
    package static func text(_ error: any Error) -> String {
        guard let error = error as? LuaError else { return "\(error)".escapingControls() }
        var text = error.description
        // The script's own calls; one alone is in the message already.
        let calls = (error.traceback ?? "").split(separator: "\n").filter { !$0.hasPrefix("host:") }
        if calls.count > 1 { text += calls.prefix(10).map { "\n  \($0)" }.joined() }
        return text.escapingControls()
    }
}
