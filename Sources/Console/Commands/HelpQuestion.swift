import LuaRuntime
import PlainText
import PluginHost

/// `?map`, `map?` and `f??`.
struct HelpQuestion: Hashable {
    let word: String
    /// Whether the source is wanted.
    let wantsSource: Bool

    /// - Returns: `nil` for an entry that is none.
    init?(_ entry: String) {
        var text = entry.trimmingSpaces
        let isLeading = text.hasPrefix("?")
        guard isLeading || text.hasSuffix("?"), !text.contains("\n") else { return nil }
        wantsSource = text.hasPrefix("??") || text.hasSuffix("??")
        text = String(text.drop { $0 == "?" })
        while text.hasSuffix("?") { text.removeLast() }
        word = text.trimmingSpaces
        // A question mark at the end of code is a mistake, not a question.
        guard isLeading || word.allSatisfy({ $0.isLetter || $0.isNumber || "_.:-".contains($0) }) else {
            return nil
        }
    }
}

extension Console {
    /// What is known about a name: help, or the value behind it.
    func answer(_ question: HelpQuestion) throws -> String {
        guard !question.word.isEmpty else { return HelpText.overview(ConsoleCommand.all) }
        if question.wantsSource, let text = try source(of: question.word) { return text }
        let chain = question.word.split(whereSeparator: { ".:".contains($0) }).map(String.init)
        let value = LiveCompletion(session: session).value(of: chain)
        // `m` of a map is explained as a map, `m:at` as its method.
        if case .object(let reference)? = value {
            return HelpText.about(reference.typeName, in: ConsoleCommand.reference)
        }
        if chain.count > 1,
            case .object(let reference)? = LiveCompletion(session: session).value(
                of: Array(chain.dropLast()))
        {
            return HelpText.about(
                "\(reference.typeName):\(chain[chain.count - 1])", in: ConsoleCommand.reference)
        }
        return HelpText.about(question.word, in: ConsoleCommand.reference)
    }

    /// The source of a function that was made in this session, or of a plugin.
    private func source(of word: String) throws -> String? {
        let names = word.split(separator: ".").map(String.init)
        if case .function(let function)? = LiveCompletion(session: session).value(of: names) {
            guard let place = function.place else { return nil }
            for text in session.texts.texts(of: place.chunk) {
                if let source = FunctionSource(in: text, from: place.line) {
                    return "-- \(place.chunk):\(place.line)\n\(source.text)"
                }
            }
        }
        if let path = try? session.catalog.path(of: word, what: "plugin") {
            return "-- \(path)\n" + String(decoding: try TextFile.read(path), as: UTF8.self)
        }
        return nil
    }
}
