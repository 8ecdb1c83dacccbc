// Options in messages: as the command line has them, or as Lua does.
extension DataOption {
    /// A value as a shell takes it, in quotes where it has a blank.
    static func quoted(_ value: String) -> String { value.contains(" ") ? "'\(value)'" : value }

    /// A text in which options stand as Lua has them: `columns = { time = "NAME" }` in place of `--columns time=NAME`.
    static func inLua(_ text: String) -> String {
        var (shown, rest) = ("", text[...])
        while let dashes = rest.firstRange(of: "--") {
            shown += rest[..<dashes.lowerBound]
            rest = rest[dashes.upperBound...]
            guard let option = all.first(where: { rest.hasPrefix($0.commandName + " ") }) else {
                shown += "--"
                continue
            }
            rest = rest.dropFirst(option.commandName.utf8.count + 1)
            let name = option.isOfPairs ? rest.prefix { $0 != "=" && $0 != " " } : ""
            if option.isOfPairs { rest = rest.dropFirst(name.count + 1) }
            let value: Substring
            if rest.hasPrefix("'") {
                value = rest.dropFirst().prefix { $0 != "'" }
                rest = rest.dropFirst(value.count + 2)
            } else {
                value = rest.prefix { !" ,;)".contains($0) }
                rest = rest.dropFirst(value.count)
            }
            shown +=
                option.isOfPairs
                ? "\(option.name) = { \(name) = \"\(value)\" }" : "\(option.name) = \"\(value)\""
        }
        return shown + rest
    }
}

extension DataError {
    /// The same error in the words of a script.
    package var inLua: DataError {
        DataError(code, file: file, line: line, DataOption.inLua(message), hint: hint.map(DataOption.inLua))
    }
}
