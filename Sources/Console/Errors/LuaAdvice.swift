import Plugins
import Scripting

/// What to do about errors of Lua's own where they are common in liq: what they mean here, which their message cannot say.
struct LuaAdvice {
    let text: ScriptText
    let line: Int
    let message: String
    /// As what the text runs.
    let runs: FunctionPage.Place

    /// What to do.
    ///
    /// - Parameters:
    ///   - clue: what the message is about.
    ///   - token: where it stands.
    /// - Returns: a sentence; `nil` where nothing is known.
    func hint(for clue: Clue?, at token: Int?) -> String? {
        if message.hasPrefix("attempt to compare "), message.contains("vector") {
            return "vectors are compared cell by cell, by methods: v:gt(x) for v > x, and lt, ge, le"
        }
        if message.hasPrefix("bad argument "), message.hasSuffix(" expected, got function)") {
            return
                "a function was given and not what it returns: a method is called with a colon and (), as in m:signals()"
        }
        guard message.hasPrefix("attempt to "), message.contains(" a nil value") else { return nil }
        guard case .variable(let kind, let name, let use) = clue else {
            return message == "attempt to index a nil value" && indexesEarlierBar ? Self.noEarlierBar : nil
        }
        switch kind {
        case .global: return withheld(name)
        case .local, .upvalue: return use == .index && isEarlierBar(name) ? Self.noEarlierBar : nil
        case .field:
            return token.flatMap { text.owners(of: $0) } == ["liq"] ? elsewhere(name) : lacking(name, use)
        case .method, .constant: return nil
        }
    }

    private static let noEarlierBar =
        "bar:back(n) is nil where there is no such bar: local before = bar:back(n) if before then … end"

    /// A library that Lua has elsewhere.
    private func withheld(_ name: String) -> String? {
        guard Plugin.withheldNames.contains(name) else { return nil }
        return runs == .scripts
            ? "scripts have no \(name): liq.read_csv, liq.read_json and liq.write are for files"
            : "plugins have no \(name): no files, clock or network; they are given what they need"
    }

    /// A function of `liq` that is there in other texts than this one.
    private func elsewhere(_ name: String) -> String? {
        guard let page = APIReference.standard.page(of: "liq.\(name)"), !page.places.contains(runs) else {
            return nil
        }
        let places = page.places.map(\.rawValue).sorted().joined(separator: " and ")
        return "liq.\(name) is there in \(places), not in \(runs.rawValue)"
            + (runs == .plugins ? ": they are given what they need" : "")
    }

    /// A column of a bar that the data may lack.
    private func lacking(_ name: String, _ use: Clue.Use) -> String? {
        guard runs == .plugins, use == .arithmetic || use == .concatenation,
            APIReference.standard.page(of: "bar.\(name)")?.mayBeNil == true
        else { return nil }
        return "bar.\(name) is nil where the data lacks it: test it first"
    }

    /// Whether the line looks into what `:back(n)` gives, as in `bar:back(1).close`.
    private var indexesEarlierBar: Bool {
        text.tokens(onLine: line).contains { index in
            guard isBack(index), let close = text.closing(of: index + 1) else { return false }
            return text.isDot(close + 1) || text.isColon(close + 1) || text.isSign(close + 1, "[")
        }
    }

    /// Whether a variable is given a bar before: `local before = bar:back(1)`.
    private func isEarlierBar(_ name: String) -> Bool {
        text.tokens.indices.contains { index in
            text.text(index) == name && text.tokens[index].kind == .name && text.sign(index + 1) == "="
                && isBack(index + 4)
        }
    }

    /// Whether a token is the `back` of `bar:back(`.
    private func isBack(_ index: Int) -> Bool {
        text.text(index) == "back" && text.isColon(index - 1) && text.isSign(index + 1, "(")
    }
}
