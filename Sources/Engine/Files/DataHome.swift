import Glibc

/// The user's folder of data.
package enum DataHome {
    /// `$LIQ_DATA_HOME`, else `$XDG_DATA_HOME/liq`, else `~/.local/share/liq`; `nil` where there is none.
    package static var path: String? {
        func variable(_ name: String) -> String? {
            getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
        }
        return variable("LIQ_DATA_HOME") ?? variable("XDG_DATA_HOME").map { $0 + "/liq" }
            ?? variable("HOME").map { $0 + "/.local/share/liq" }
    }
}
