import Charts
import Engine
import Plugins
package import Scripting

/// Errors as people read them.
package enum ErrorText {
    /// The message, then the line that it is about, what may have been meant, and the calls that led to it.
    ///
    /// - Parameters:
    ///   - error: what was thrown.
    ///   - session: whose scripts it came out of; without one no lines are shown.
    /// - Returns: several lines, without a line feed at the end.
    package static func text(_ error: any Error, in session: Session? = nil) -> String {
        guard let session else {
            return ErrorReport(error, texts: ChunkTexts(readsFiles: false)).text()
        }
        return report(of: error, in: session).text(columns: session.style.columns)
    }

    /// What is known of an error of a session.
    package static func report(of error: any Error, in session: Session) -> ErrorReport {
        ErrorReport(error, texts: session.texts, state: session.state)
    }
}
