import LuaRuntime

/// Errors as people read them.
package enum ErrorText {
    /// The message, then the calls that led to it where a script was deep in some.
    package static func text(_ error: any Error) -> String {
        guard let error = error as? LuaError else { return escaped("\(error)") }
        var text = error.description
        // The script's own calls; one alone is in the message already.
        let calls = (error.traceback ?? "").split(separator: "\n").filter { !$0.hasPrefix("host:") }
        if calls.count > 1 { text += calls.prefix(10).map { "\n  \($0)" }.joined() }
        return escaped(text)
    }

    /// Control characters made visible, so that a message cannot steer the terminal.
    private static func escaped(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            if scalar.value < 32 && scalar != "\n" || (127...159).contains(scalar.value) {
                shown += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}
