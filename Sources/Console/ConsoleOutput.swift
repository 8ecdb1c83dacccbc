import Charts
import Glibc
import LuaRuntime
import PlainText
import Engine
import Plugins
import Scripting

// How things are shown.
extension Console {
    /// Shows values, or writes them to the file that was asked for.
    func emit(_ values: [LuaValue]) throws {
        guard !values.isEmpty else { return }
        if let path = nextFile {
            nextFile = nil
            return try write(values, to: path)
        }
        let form = ValueForm(rawValue: settings["mode"]) ?? .auto
        // Without a terminal nothing is cut.
        let style = Terminal.isTerminal(STDOUT_FILENO) ? session.style : .plain(columns: 100)
        guard form == .auto else {
            let writer = ValueWriter(form: form, state: session.state, style: style)
            return page(String(try writer.text(values).trimmingSuffix("\n")))
        }
        for value in values {
            let text = try ShownValue(session.state, style).text(value)
            // Pictures scroll, so that their end stands above the prompt.
            if case .object = value {
                show(text)
            } else if text.count(where: { $0 == "\n" }) > 2 * (session.style.rows ?? .max / 2) {
                page(text)
            } else {
                show(text)
            }
        }
    }

    /// Shows text on a separate line.
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

    /// Shows a remark of the console.
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

    /// Shows how long an entry took, if the setting `footer` says so.
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
    /// How pictures are drawn: with room left for the entry above and what is noted below.
    var style: TerminalStyle {
        let style = Terminal.style(ascii: flag("ascii"), color: flag("color"), columns: Int(self["width"]))
        return style.rows.map { style.with(rows: $0 - 2) } ?? style
    }
}

/// Measures how long an entry takes and what it reads.
struct WorkFooter {
    private let wall: Double
    private let processor: Double
    private let memory: Int
    private let before: WorkMeter.Totals
    private let meter: WorkMeter
    private let luaMemory: () -> Int

    /// Begins to measure.
    init(_ meter: WorkMeter, luaMemory: @escaping () -> Int) {
        before = meter.totals
        (self.meter, self.luaMemory) = (meter, luaMemory)
        (wall, processor) = (SystemClock.monotonic.seconds, SystemClock.processor.seconds)
        memory = luaMemory()
    }

    /// What has been measured so far.
    struct Figures {
        var wall = 0.0
        var processor = 0.0
        var work = WorkMeter.Totals()
        /// How many bytes more the script's values take.
        var memory = 0

        /// `0.45 s, CPU 0.44 s, 525,600 bars (1.17M/s), 57.5MB read`.
        var text: String {
            var parts = [Self.time(wall), "CPU " + Self.time(processor)]
            if work.bars > 0 {
                let rate = wall > 0 ? " (\(NumberText.short(Double(work.bars) / wall))/s)" : ""
                parts.append("\(NumberText.count(work.bars)) bars\(rate)")
            }
            if work.bytes > 0 { parts.append("\(NumberText.short(Double(work.bytes)))B read") }
            if memory > 100_000 { parts.append("Lua +\(NumberText.short(Double(memory)))B") }
            return parts.joined(separator: ", ")
        }

        private static func time(_ seconds: Double) -> String {
            seconds < 0.01
                ? NumberText.fixed(seconds * 1000, decimals: 2) + " ms"
                : NumberText.fixed(seconds, decimals: seconds < 10 ? 2 : 1) + " s"
        }
    }

    var figures: Figures {
        var work = meter.totals
        work.bars -= before.bars
        work.bytes -= before.bytes
        return Figures(
            wall: SystemClock.monotonic.seconds - wall,
            processor: SystemClock.processor.seconds - processor, work: work,
            memory: luaMemory() - memory)
    }
}

/// Shows text that does not fit on the screen through the user's pager.
enum Pager {
    /// `$PAGER`, else `less` with the options that git uses; `nil` where it is empty.
    static var program: String? {
        let named = getenv("PAGER").map { String(cString: $0) }
        return named == "" ? nil : named ?? "less -RFX"
    }

    /// Shows a text.
    ///
    /// - Returns: false where there is no pager, or it could not be run: nothing was shown.
    static func show(_ text: String) -> Bool {
        guard let program, let pipe = popen("\(program) 2>/dev/null", "w") else { return false }
        // The pager handles Ctrl-C while it runs, and closes the pipe when it is left early: that is no error.
        let saved = [SIGINT, SIGPIPE].map { ($0, ignore($0)) }
        defer { for (number, old) in saved { restore(number, old) } }
        _ = TextFile.writeAll(Array(text.utf8), to: fileno(pipe))
        // The shell's answer where there is no such program.
        return pclose(pipe) >> 8 != 127
    }

    private static func ignore(_ number: Int32) -> sigaction {
        var (old, new) = (sigaction(), sigaction())
        new.__sigaction_handler.sa_handler = SIG_IGN
        sigaction(number, &new, &old)
        return old
    }

    private static func restore(_ number: Int32, _ old: sigaction) {
        var old = old
        sigaction(number, &old, nil)
    }
}

/// Standard output. It remembers a failure, because a script's `print` cannot report it.
package final class StandardOutput {
    private var failure: IOError?
    /// Whether a Ctrl-C only ends what is being written, and not all output.
    var survivesInterrupts = false

    /// Nothing has failed yet.
    package init() {}

    /// Writes text; after a failure nothing more.
    package func write(_ text: String) { write(Array(text.utf8)) }

    /// Writes bytes; after a failure nothing more.
    package func write(_ bytes: [UInt8]) {
        guard failure == nil, !TextFile.writeAll(bytes, to: STDOUT_FILENO) else { return }
        if errno != EINTR || !survivesInterrupts { failure = IOError(errno) }
    }

    /// - Throws: ``IOError`` when something could not be written.
    package func check() throws(IOError) {
        if let failure { throw failure }
    }
}

/// Standard output cannot be written to.
package struct IOError: Error, CustomStringConvertible {
    private let code: Int32

    /// A failure by its `errno`.
    package init(_ code: Int32) { self.code = code }

    /// Whether it was Ctrl-C.
    package var isInterrupt: Bool { code == EINTR }

    package var description: String { "cannot write to standard output: \(String(cString: strerror(code)))" }
}
