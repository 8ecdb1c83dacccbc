import Engine
import LuaRuntime
import Plugins
import Scripting

/// What could be typed, from what the session holds: names, keys and methods of the value at hand, options of the call
/// that the cursor is in, commands, plugins, files. Looks at values and never runs any code.
struct LiveCompletion: EditorHelper {
    let session: Session
    let reference = APIReference.standard
    /// The branches of the session.
    var branches: () -> [String] = { [] }

    init(session: Session) { self.session = session }

    func isComplete(_ entry: String) -> Bool { entry.hasPrefix(":") || !session.isUnfinished(entry) }

    func signature(in text: [Character], at cursor: Int) -> String? {
        guard let page = CallAtCursor(text, cursor).flatMap(page) else { return nil }
        return "\(page.call) → \(page.gives)   \(page.summary)"
    }

    func completions(in text: [Character], at cursor: Int) -> Completions? {
        let before = Array(text[..<cursor])
        if before.first == ":" { return commands(before) }
        let tokens = LuaToken.tokens(of: before)
        if let last = tokens.last, last.kind == .string, !last.isClosed {
            return quoted(before, last, CallAtCursor(text, cursor))
        }
        if let last = tokens.last, last.kind == .comment, last.range.upperBound == cursor { return nil }
        let chain = NameChain(before, tokens)
        let range = (cursor - chain.typed.count)..<cursor
        var items = chain.owners.isEmpty ? names() : members(chain)
        if chain.owners.isEmpty, let call = CallAtCursor(text, cursor), call.isInBraces {
            items = options(of: call) + items
        }
        return ranked(items, chain.typed, range)
    }

    /// What is known of a call: of a function of `liq`, or of a method of the value before it.
    private func page(of call: CallAtCursor) -> FunctionPage? {
        let chain = call.name
        guard !chain.owners.isEmpty else { return reference.page(of: chain.typed) }
        let owner = chain.owners == ["liq"] ? "liq" : value(of: chain.owners)?.typeName ?? ""
        return reference.page(of: owner + (chain.isCall ? ":" : ".") + chain.typed)
    }

    /// The options that a call takes, where a name may stand.
    private func options(of call: CallAtCursor) -> [Completion] {
        guard call.option == nil, let page = page(of: call) else { return [] }
        return page.namedArguments.map {
            Completion(text: $0.name + " = ", kind: "option", help: $0.line)
        }
    }

    /// Those that begin with what was typed; where there is none, those that hold its letters in their order.
    func ranked(_ items: [Completion], _ typed: String, _ range: Range<Int>) -> Completions? {
        var seen: Set<String> = []
        let all = items.filter { seen.insert($0.text).inserted }
        let exact = all.filter { $0.text.hasPrefix(typed) }
        if !exact.isEmpty { return Completions(range: range, items: exact) }
        let fuzzy = all.compactMap { item in FuzzyMatch.score(typed, in: item.text).map { (item, $0) } }
        guard typed.count > 1, !fuzzy.isEmpty else { return nil }
        return Completions(range: range, items: fuzzy.sorted { $0.1 > $1.1 }.map(\.0))
    }

    // MARK: Names

    private func names() -> [Completion] {
        let globals = ((try? session.state.global("_G"))?.table).map(keys) ?? []
        return globals + LuaToken.keywords.sorted().map { Completion(text: $0, kind: "keyword") }
    }

    private func keys(of table: LuaTable) -> [Completion] {
        guard let pairs = try? table.pairs(limit: 5000) else { return [] }
        return pairs.compactMap { key, value in
            guard let name = key.text, LuaName.isName(name) else { return nil }
            return Completion(text: name, kind: value.typeName, help: help(for: name, value))
        }
        .sorted { $0.text < $1.text }
    }

    private func help(for name: String, _ value: LuaValue) -> String {
        if case .function = value, let page = reference.page(of: "liq." + name) { return page.summary }
        if let number = value.double { return "\(number)" }
        return ""
    }

    /// Keys of a table, methods and fields of an object.
    private func members(_ chain: NameChain) -> [Completion] {
        guard let owner = value(of: chain.owners) else { return [] }
        if let table = owner.table { return keys(of: table) }
        if owner.text != nil {
            return value(of: ["string"])?.table.map(keys) ?? []
        }
        return reference.members(of: owner.typeName)
            .filter { $0.form == .method || !chain.isCall }
            .map { Completion(text: $0.name, kind: $0.form.rawValue, help: $0.summary) }
    }

    /// The value of `a.b.c`, through tables alone.
    func value(of names: [String]) -> LuaValue? {
        guard let first = names.first, var value = try? session.state.global(first) else { return nil }
        for name in names.dropFirst() {
            guard let table = value.table, let next = try? table.get(name) else { return nil }
            value = next
        }
        return value
    }

    // MARK: Strings

    /// Plugins where an option asks for one, files elsewhere.
    private func quoted(_ before: [Character], _ token: LuaToken, _ call: CallAtCursor?) -> Completions? {
        let typed = String(before[(token.range.lowerBound + 1)...])
        let range = (token.range.lowerBound + 1)..<before.count
        if let call, let option = call.option,
            let argument = page(of: call)?.namedArguments.first(where: { $0.name == option }),
            !argument.type.values.isEmpty
        {
            let items = argument.type.values.map {
                Completion(
                    text: $0, kind: "value", help: $0 == argument.fallback ? "default" : argument.summary)
            }
            return ranked(items, typed, range)
        }
        if let kind = call?.option.flatMap(PluginKind.init(rawValue:)) {
            if let colon = typed.firstIndex(of: ":") { return parameters(typed, colon, kind, range) }
            let found = session.catalog.entries().compactMap { try? $0.manifest.get() }
            let items = found.filter { $0.kind == kind }.map {
                Completion(text: $0.id, kind: "plugin", help: $0.summary)
            }
            return ranked(items, typed, range)
        }
        // `m:sum("`: the first argument may be one of a few words.
        if let call, !call.isInBraces, let first = page(of: call)?.arguments.first(where: { !$0.isNamed }),
            !first.type.values.isEmpty
        {
            return ranked(
                first.type.values.map { Completion(text: $0, kind: "value", help: first.summary) }, typed,
                range)
        }
        let items = FileNames.beginning(with: typed)
        return items.isEmpty ? nil : Completions(range: range, items: items)
    }

    /// The parameters of a plugin, behind its id and a colon: `momentum-retail:lean=2,`.
    private func parameters(
        _ typed: String, _ colon: String.Index, _ kind: PluginKind, _ range: Range<Int>
    ) -> Completions? {
        let id = String(typed[..<colon])
        let manifest = session.catalog.entries().lazy.compactMap { try? $0.manifest.get() }
            .first { $0.kind == kind && $0.id == id }
        guard let manifest else { return nil }
        let last = typed.lastIndex { $0 == ":" || $0 == "," } ?? colon
        let rest = String(typed[typed.index(after: last)...])
        let items = manifest.parameters.map {
            Completion(
                text: $0.name + "=", kind: "parameter",
                help: "\($0.text(of: $0.fallback))\($0.unit.isEmpty ? "" : " " + $0.unit): \($0.doc)")
        }
        return ranked(items, rest, (range.upperBound - rest.count)..<range.upperBound)
    }
}
