import Glibc
import LuaRuntime
import Engine
import Plugins
import Scripting

/// Completions from what the session holds: names, keys and methods of values, options of the call around the cursor,
/// commands, plugins, files. It looks at values and never runs any code.
struct SessionCompletion: EditorHelper {
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
        if let inside = ModelOptionsAtCursor(before, tokens) { return inside.completions(ranked) }
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

    /// The page of a call: of a function of `liq`, or of a method of the value before it.
    private func page(of call: CallAtCursor) -> FunctionPage? {
        let chain = call.name
        guard !chain.owners.isEmpty else { return reference.page(of: chain.typed) }
        let owner = chain.owners == ["liq"] ? "liq" : value(of: chain.owners)?.typeName ?? ""
        return reference.page(of: owner + (chain.isCall ? ":" : ".") + chain.typed)
    }

    /// The options that a call takes, where a name may be typed.
    private func options(of call: CallAtCursor) -> [Completion] {
        guard call.option == nil, let page = page(of: call) else { return [] }
        return page.namedArguments.map {
            Completion(text: $0.name + " = ", kind: "option", help: $0.line)
        }
    }

    /// Those that begin with what was typed; where there is none, those that contain its letters in order.
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

    /// What the plugins that are found say of themselves.
    private var manifests: [PluginManifest] {
        ((try? session.catalog.entries()) ?? []).compactMap { try? $0.manifest.get() }
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
        if let kind = call?.option.flatMap(MapOption.named)?.kind {
            if let colon = typed.firstIndex(of: ":") { return parameters(typed, colon, kind, range) }
            let found = manifests
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

    /// The parameters of a plugin, after its id and a colon: `momentum-retail:lean=2,`.
    private func parameters(
        _ typed: String, _ colon: String.Index, _ kind: PluginKind, _ range: Range<Int>
    ) -> Completions? {
        let id = String(typed[..<colon])
        let manifest = manifests.first { $0.kind == kind && $0.id == id }
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

/// Commands and what they take.
extension SessionCompletion {
    /// The commands, and their arguments.
    func commands(_ before: [Character]) -> Completions? {
        let typed = String(before.dropFirst())
        if let space = before.firstIndex(where: \.isWhitespace) { return argument(before, space) }
        let items = ConsoleCommand.all.map { Completion(text: $0.name, kind: "command", help: $0.summary) }
        return ranked(items, typed, 1..<before.count)
    }

    /// The values of an option: plugins after `leverage=` and `:sweep leverage `.
    private func optionValues(behind text: String, _ typed: String, _ range: Range<Int>) -> Completions? {
        let pair = typed.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        let words = text.split(separator: " ").map(String.init)
        let isPair = pair.count == 2
        guard let name = isPair ? pair[0] : words.count > 1 || typed.isEmpty ? words.first : nil,
            let option = MapOption.named(name), isPair || words[0] == name
        else { return nil }
        let value =
            (isPair ? pair[1] : typed).split(separator: ",", omittingEmptySubsequences: false).last ?? ""
        guard let kind = option.kind else {
            return ranked(
                option.type.values.map { Completion(text: $0, kind: "value", help: option.summary) },
                String(value), (range.upperBound - value.count)..<range.upperBound)
        }
        let found = manifests.filter { $0.kind == kind }
        return ranked(
            found.map { Completion(text: $0.id, kind: "plugin", help: $0.summary) }, String(value),
            (range.upperBound - value.count)..<range.upperBound)
    }

    /// The arguments of a command.
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
            let ids = manifests
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
            let request = session.map?.request
            let items = MapOption.typed.map { name, help in
                let now = request.flatMap { MapOption.named(name)?.shown(in: $0) }
                return Completion(
                    text: name, kind: "option", help: help + (now.map { " Now \($0)." } ?? ""))
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

/// The chain of names before the cursor: `m:clu` is `m` and the beginning of a method.
struct NameChain {
    /// `a`, `b` of `a.b.c`.
    private(set) var owners: [String] = []
    /// The typed part of the last name.
    private(set) var typed = ""
    /// Whether a colon comes before the last name.
    private(set) var isCall = false

    init(_ text: [Character], _ tokens: [LuaToken]) {
        var rest = tokens[...]
        func word(_ token: LuaToken) -> String { String(text[token.range]) }
        if let last = rest.last, last.kind == .name || last.kind == .keyword,
            last.range.upperBound == text.count
        {
            typed = word(last)
            rest.removeLast()
        }
        var isFirst = true
        while let sign = rest.last, sign.kind == .sign, word(sign) == "." || word(sign) == ":",
            let name = rest.dropLast().last, name.kind == .name
        {
            if isFirst { isCall = word(sign) == ":" }
            isFirst = false
            owners.insert(word(name), at: 0)
            rest.removeLast(2)
        }
    }
}

/// The call whose brackets the cursor is in.
struct CallAtCursor {
    /// Its name and its owner: `m`, `:` and `clusters`.
    let name: NameChain
    /// Whether the brackets hold a table of options.
    let isInBraces: Bool
    /// The option whose value is being typed.
    let option: String?

    /// - Returns: `nil` where the cursor is in no brackets of a call.
    init?(_ text: [Character], _ cursor: Int) {
        let tokens = LuaToken.tokens(of: Array(text[..<cursor]))
        func word(_ token: LuaToken) -> String { String(text[token.range]) }
        guard let open = LuaToken.open(in: tokens, of: text) else { return nil }
        var place = open
        isInBraces = word(tokens[place]) == "{"
        // `f({ … })` is a call with braces, too.
        if isInBraces, place > 0, word(tokens[place - 1]) == "(" { place -= 1 }
        guard place > 0, tokens[place - 1].kind == .name else { return nil }
        let before = tokens[place - 1].range.upperBound
        name = NameChain(Array(text[..<before]), Array(tokens[..<place]))
        // `name =` and the typed part of its value.
        let inside = tokens[(open + 1)...]
        let value = inside.last?.kind == .sign && inside.last.map(word) == "=" ? inside : inside.dropLast()
        let isValue = value.last.map(word) == "=" && value.dropLast().last?.kind == .name
        option = isInBraces && isValue ? value.dropLast().last.map(word) : nil
    }
}

/// Files and folders whose paths begin with a text.
enum FileNames {
    static func beginning(with typed: String) -> [Completion] {
        let slash = typed.lastIndex(of: "/").map { typed.index(after: $0) } ?? typed.startIndex
        let (folder, prefix) = (String(typed[..<slash]), String(typed[slash...]))
        guard let entries = opendir(folder.isEmpty ? "." : folder) else { return [] }
        defer { closedir(entries) }
        var found: [Completion] = []
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.hasPrefix(prefix), !name.hasPrefix(".") || prefix.hasPrefix(".") else { continue }
            let isFolder = Int32(entry.pointee.d_type) == DT_DIR
            found.append(
                Completion(
                    text: folder + name + (isFolder ? "/" : ""), kind: isFolder ? "folder" : "file"))
        }
        return found.sorted { $0.text < $1.text }
    }
}
