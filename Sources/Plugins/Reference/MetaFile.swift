import Engine

/// What editors with a Lua language server read: declarations without bodies.
package struct MetaFile {
    /// Where it is, below the folder of shipped plugins.
    package static let path = "meta/liq.lua"

    /// The text.
    package let text: String

    /// The declarations of pages.
    package init(_ pages: [FunctionPage]) {
        var parts = [
            """
            ---@meta liq
            -- What liq's Lua can reach, for editors. Written from the table that help is written from:
            -- RECORD_SNAPSHOTS=1 swift test writes it again.

            ---@alias liq.side "long"|"short"
            """
        ]
        for owner in FunctionPage.Owner.allCases {
            let own = pages.filter { $0.owner == owner }
            if !own.isEmpty { parts.append(Self.declarations(of: owner, own)) }
        }
        parts += PluginKindDescriptor.all.map(Self.declaration)
        text = parts.joined(separator: "\n\n") + "\n"
    }

    private static func declarations(of owner: FunctionPage.Owner, _ pages: [FunctionPage]) -> String {
        let calls = pages.filter { $0.form == .function || $0.form == .method }
        var blocks: [String] = []
        if owner != .global {
            let fields = pages.filter { $0.form == .field }.map {
                "---@field \($0.name)\($0.mayBeNil ? "?" : "") \(annotation($0)) \($0.summary)"
            }
            let operators =
                Self.operators(of: owner)
                + (owner == .vector
                    ? ["add", "sub", "mul", "div", "pow", "mod", "idiv"].map {
                        "---@operator \($0)(number|liq.vector): liq.vector"
                    } + ["---@operator unm: liq.vector", "---@field [integer] number A cell, from 1."] : [])
            let title = [
                "---\(owner.summary)", "---@class \(owner == .liq ? "liq" : "liq.\(owner.rawValue)")",
            ]
            let variable = isGlobal(owner) ? "\(owner.rawValue) = {}" : "local \(owner.rawValue) = {}"
            let hasVariable = isGlobal(owner) || !calls.isEmpty
            blocks.append(
                (title + fields + operators + (hasVariable ? [variable] : [])).joined(separator: "\n"))
        }
        blocks += calls.map(declaration)
        return blocks.joined(separator: "\n\n")
    }

    private static func operators(of owner: FunctionPage.Owner) -> [String] {
        switch owner {
        case .map: ["---@operator sub(liq.map): liq.delta"]
        case .delta: ["---@operator unm: liq.delta"]
        default: []
        }
    }

    private static func isGlobal(_ owner: FunctionPage.Owner) -> Bool { owner == .liq || owner == .fixture }

    private static func annotation(_ page: FunctionPage) -> String {
        page.answers.first?.type.annotation ?? "any"
    }

    private static func declaration(_ page: FunctionPage) -> String {
        let title = (page.owner == .global ? page.name : "\(page.owner.rawValue).\(page.name)")
        let named = page.arguments.filter(\.isNamed)
        var lines: [String] = []
        for (names, suffix) in [(named, "arguments"), (page.alternative.filter(\.isNamed), "arguments")]
        where !names.isEmpty {
            lines.append("---@class liq.\(title).\(suffix)")
            lines += names.map { field in
                "---@field \(field.name)\(field.isOptional ? "?" : "") \(field.type.annotation) \(text(field))"
            }
            lines.append("")
        }
        lines.append("---\(page.summary)")
        if !page.example.isEmpty { lines.append("---Example: `\(page.example)`") }
        lines += parameters(page, page.arguments, title).map { name, type, isOptional, text in
            "---@param \(name)\(isOptional ? "?" : "") \(type) \(text)"
        }
        lines += page.answers.map {
            "---@return \($0.type.annotation)\(page.mayBeNil ? "?" : "") \($0.name)"
        }
        if !page.alternative.isEmpty {
            let other = parameters(page, page.alternative, title).map { name, type, isOptional, _ in
                "\(name)\(isOptional ? "?" : ""): \(type)"
            }
            let result = page.answers.map { $0.type.annotation + (page.mayBeNil ? "?" : "") }
                .joined(separator: ", ")
            let own = page.form == .method ? ["self: liq.\(page.owner.rawValue)"] : []
            lines.append(
                "---@overload fun(\((own + other).joined(separator: ", ")))"
                    + (result.isEmpty ? "" : ": \(result)"))
        }
        let names = parameters(page, page.arguments, title).map(\.name).joined(separator: ", ")
        let separator = page.form == .method ? ":" : "."
        let path = page.owner == .global ? page.name : page.owner.rawValue + separator + page.name
        lines.append("function \(path)(\(names)) end")
        return lines.map { $0.hasSuffix(" ") ? String($0.dropLast()) : $0 }.joined(separator: "\n")
    }

    /// The table that the file of a plugin of one kind returns: its functions with their arguments and results.
    private static func declaration(of kind: PluginKindDescriptor) -> String {
        func signature(_ given: [FunctionPage.Argument], _ annotation: String) -> String {
            let names = given.map { "\($0.name): \($0.type.annotation)" }.joined(separator: ", ")
            return "fun(\(names)): \(annotation)"
        }
        var lines = [
            "---What the file of a plugin of kind \(kind.name) returns.",
            "---@class liq.plugin.\(kind.name): liq.\(FunctionPage.Owner.manifest.rawValue)",
            "---@field kind \"\(kind.name)\"",
            "---@field run\(kind.hasRunAll ? "?" : "") \(signature(kind.given, kind.annotation))",
        ]
        if let whole = kind.whole {
            lines.append("---@field run_all? \(signature(kind.givenWhole, whole.annotation))")
        }
        return lines.joined(separator: "\n")
    }

    private typealias Parameter = (name: String, type: String, isOptional: Bool, text: String)

    /// As Lua sees them: those by name are one table.
    private static func parameters(
        _ page: FunctionPage, _ arguments: [FunctionPage.Argument], _ title: String
    ) -> [Parameter] {
        let places = arguments.filter { !$0.isNamed }.map {
            ($0.name, $0.type.annotation, $0.isOptional, text($0))
        }
        let named = arguments.filter(\.isNamed)
        guard !named.isEmpty else { return places }
        return places + [
            ("arguments", "liq.\(title).arguments", named.allSatisfy(\.isOptional), "by name")
        ]
    }

    private static func text(_ argument: FunctionPage.Argument) -> String {
        let fallback = argument.fallback.isEmpty ? "" : "(\(argument.fallback) by default)"
        return [argument.summary, fallback].filter { !$0.isEmpty }.joined(separator: " ")
    }
}
