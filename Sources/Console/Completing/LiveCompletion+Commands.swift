import Engine
import Plugins
import Scripting

/// Commands and what they take.
extension LiveCompletion {
    /// The commands, and what stands behind one.
    func commands(_ before: [Character]) -> Completions? {
        let typed = String(before.dropFirst())
        if let space = before.firstIndex(where: \.isWhitespace) { return argument(before, space) }
        let items = ConsoleCommand.all.map { Completion(text: $0.name, kind: "command", help: $0.summary) }
        return ranked(items, typed, 1..<before.count)
    }

    /// The values of an option: plugins behind `leverage=` and `:sweep leverage `.
    private func optionValues(behind text: String, _ typed: String, _ range: Range<Int>) -> Completions? {
        let pair = typed.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        let words = text.split(separator: " ").map(String.init)
        let isPair = pair.count == 2
        guard let name = isPair ? pair[0] : words.count > 1 || typed.isEmpty ? words.first : nil,
            let kind = PluginKind(rawValue: name), isPair || words[0] == name
        else { return nil }
        let value =
            (isPair ? pair[1] : typed).split(separator: ",", omittingEmptySubsequences: false).last ?? ""
        let found = session.catalog.entries().compactMap { try? $0.manifest.get() }.filter { $0.kind == kind }
        return ranked(
            found.map { Completion(text: $0.id, kind: "plugin", help: $0.summary) }, String(value),
            (range.upperBound - value.count)..<range.upperBound)
    }

    /// What stands behind a command's name.
    private func argument(_ before: [Character], _ space: Int) -> Completions? {
        guard let command = ConsoleCommand.all.first(where: { $0.name == String(before[1..<space]) }) else {
            return nil
        }
        let start = (before.lastIndex(where: \.isWhitespace) ?? space) + 1
        let (typed, range) = (String(before[start...]), start..<before.count)
        switch command.argument {
        case .none: return nil
        case .file:
            let items = FileNames.beginning(with: typed)
            return items.isEmpty ? nil : Completions(range: range, items: items)
        case .plugin:
            let ids = session.catalog.entries().compactMap { try? $0.manifest.get() }
            return ranked(ids.map { Completion(text: $0.id, kind: "plugin", help: $0.summary) }, typed, range)
        case .setting:
            let words = String(before[space...]).split(separator: " ")
            if let setting = ConsoleSettings.all.first(where: { words.first.map(String.init) == $0.name }),
                words.count > 1 || typed.isEmpty
            {
                return ranked(
                    setting.values.map { Completion(text: $0, kind: "value", help: setting.summary) }, typed,
                    range)
            }
            return ranked(
                ConsoleSettings.all.map { Completion(text: $0.name, kind: "setting", help: $0.summary) },
                typed,
                range)
        case .option:
            if let values = optionValues(behind: String(before[space...]), typed, range) { return values }
            let items = MapRequest.optionNames.map {
                Completion(text: $0.name, kind: "option", help: $0.help)
            }
            return ranked(items, typed, range)
        case .help:
            let names =
                reference.members(of: "liq").map(\.name)
                + FunctionPage.Owner.allCases.map(\.rawValue) + ConsoleCommand.all.map(\.name)
            return ranked(names.map { Completion(text: $0, kind: "topic") }, typed, range)
        case .mode:
            return ranked(
                ValueForm.allCases.map { Completion(text: $0.rawValue, kind: "form") }, typed, range)
        case .branch:
            return ranked(branches().map { Completion(text: $0, kind: "branch") }, typed, range)
        case .code:
            let chain = String(before[(space + 1)...])
            guard let inner = completions(in: Array(chain), at: chain.count) else { return nil }
            let shift = space + 1
            return Completions(
                range: (inner.range.lowerBound + shift)..<(inner.range.upperBound + shift), items: inner.items
            )
        }
    }
}
