import Charts
import Engine
import Glibc
import LuaRuntime
import Plugins
import Scripting

/// How things are shown.
extension Console {
    /// Shows values, or writes them to the file that was asked for.
    func emit(_ values: [LuaValue]) throws {
        guard !values.isEmpty else { return }
        if let path = nextFile {
            nextFile = nil
            return try write(values, to: path)
        }
        let form = ValueForm(rawValue: settings["mode"]) ?? .auto
        // Nothing is cut where no terminal is drawn to.
        let style = Terminal.isTerminal(STDOUT_FILENO) ? session.style : .plain(columns: 100)
        guard form == .auto else {
            let writer = ValueWriter(form: form, state: session.state, style: style)
            return page(String(try writer.text(values).trimmingSuffix("\n")))
        }
        for value in values {
            let text = try ShownValue(session.state, style).text(value)
            // Pictures are made for the screen; what is far longer is a table or a text.
            if text.count(where: { $0 == "\n" }) > 2 * (session.style.rows ?? .max / 2) {
                page(text)
            } else {
                show(text)
            }
        }
    }

    /// Shows text on a line of its own.
    func show(_ text: String) {
        output.write(text + "\n")
    }

    /// Shows an error with the line that it is about.
    func show(_ error: any Error) {
        let text = ErrorText.text(error, in: session)
        show(session.style.color ? Ink.error(text) : text)
    }

    /// Shows help, through a pager where it is long.
    func explain(_ text: String) { page(session.style.color ? Ink.help(text) : text) }

    /// Shows a remark of the console's own.
    func note(_ text: String) {
        show(session.style.color ? Ink.paint(text, Ink.quiet) : text)
    }

    /// Shows text, through a pager where it is longer than the screen.
    func page(_ text: String) {
        let rows = Terminal.size()?.rows ?? .max
        guard isInteractive, entries.editor != nil, settings["pager"] == "auto",
            text.count(where: { $0 == "\n" }) + 1 >= rows,
            Pager.show(text + "\n")
        else { return show(text) }
    }

    /// Shows what an entry took, where that is wanted.
    func tell(_ footer: WorkFooter) {
        let figures = footer.figures
        session.meter.clear()
        switch settings["footer"] {
        case "on" where !isTimed: note(figures.text)
        case "auto" where isInteractive && !isQuiet && !isTimed && figures.wall >= 0.1: note(figures.text)
        default: break
        }
    }

    /// Changes a setting.
    func set(_ name: String, to value: String) throws {
        try settings.set(name, to: value)
        if name == "keys" { entries.usesVi = value == "vi" }
        session.style = settings.style
    }
}

extension ConsoleSettings {
    /// How pictures are drawn.
    var style: TerminalStyle {
        Terminal.style(ascii: flag("ascii"), color: flag("color"), columns: Int(self["width"]))
    }
}
