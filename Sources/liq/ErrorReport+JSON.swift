import Console
import Engine
import MarketData
import Plugins
import Scripting

extension ErrorReport {
    /// The report as one line of JSON, without a line feed.
    ///
    /// `column` counts characters from 1; it is there where it is clear what in the line is wrong.
    func json(_ outcome: Outcome) -> String {
        var json = JSONText(indented: false)
        json.object { json in
            json.string("code", outcome.name)
            json.integer("exit", Int64(outcome.rawValue))
            json.string("message", message)
            json.string("file", excerpt?.chunk ?? place?.chunk)
            json.whole("line", excerpt?.line ?? place?.line)
            json.whole("column", excerpt?.marked.map { $0.lowerBound + 1 })
            json.string("hint", hint)
            json.array("calls") { json in
                for call in calls {
                    json.object { json in
                        json.string("function", call.function)
                        json.string("file", call.chunk)
                        json.integer("line", Int64(call.line))
                    }
                }
            }
            json.integer("omitted_calls", Int64(omittedCalls))
        }
        return String(json.string.dropLast())
    }
}

extension JSONText {
    /// Adds a whole number, or `null`.
    fileprivate mutating func whole(_ key: String, _ value: Int?) {
        if let value { integer(key, Int64(value)) } else { null(key) }
    }
}
