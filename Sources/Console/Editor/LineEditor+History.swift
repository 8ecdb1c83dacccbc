import Engine
import Glibc
import Plugins
import Scripting

/// Earlier entries: up and down, Ctrl-R, and an editor of one's own.
extension LineEditor {
    /// A line up; on the first one to the last entry that begins with what stands before the cursor.
    func up() {
        guard walk != nil || buffer.isOnFirstLine else { return buffer.moveLines(-1) }
        let now = walk ?? (buffer.before, history.entries.count, buffer)
        guard let place = history.last(before: now.place, beginning: now.prefix, skipping: buffer.string)
        else { return }
        walk = (now.prefix, place, now.typed)
        buffer = EditBuffer(history.entries[place].text)
    }

    /// A line down; on the last one back towards what was being typed.
    func down() {
        guard let now = walk else { return buffer.isOnLastLine ? () : buffer.moveLines(1) }
        if let place = history.first(after: now.place, beginning: now.prefix, skipping: buffer.string) {
            walk = (now.prefix, place, now.typed)
            buffer = EditBuffer(history.entries[place].text)
        } else {
            walk = nil
            buffer = now.typed
        }
    }

    /// All entries on a screen of their own, narrowed down by letters.
    func search() {
        var screen = HistorySearch(history, terminal)
        let found = lend { screen.run { nextKey() } }
        guard let found else { return }
        undo.note(buffer)
        buffer = EditBuffer(found)
    }

    /// The entry in `$VISUAL` or `$EDITOR`; what is saved there comes back.
    func editElsewhere() {
        let program =
            ["VISUAL", "EDITOR"].compactMap { (name: String) in getenv(name).map { String(cString: $0) } }
            .first { !$0.isEmpty } ?? "vi"
        var name = Array("/tmp/liq-XXXXXX.lua".utf8CString)
        let file = mkstemps(&name, 4)
        guard file >= 0 else { return }
        let path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(path) }
        _ = TextFile.writeAll(Array(buffer.string.utf8), to: file)
        close(file)
        terminal.end()
        let status = lend { system("\(program) \(path)") }
        terminal.begin()
        guard status == 0, let bytes = try? TextFile.read(path) else { return }
        var text = Substring(String(decoding: bytes, as: UTF8.self))
        while text.last == "\n" { text.removeLast() }
        undo.note(buffer)
        buffer = EditBuffer(String(text))
    }
}
