/// Tab.
extension LineEditor {
    /// Puts in what all completions have in common; shows them where that is nothing.
    func complete() {
        let start = buffer.lineStart(buffer.cursor)
        if buffer.text[start..<buffer.cursor].allSatisfy(\.isWhitespace), buffer.text.contains("\n") {
            undo.note(buffer)
            return buffer.insert("  ")
        }
        guard let found = helper.completions(in: buffer.text, at: buffer.cursor), !found.items.isEmpty else {
            return
        }
        let typed = String(buffer.text[found.range])
        if found.items.count == 1 || found.common.count > typed.count && found.common.hasPrefix(typed) {
            undo.note(buffer)
            buffer.replace(found.range, with: found.items.count == 1 ? found.items[0].text : found.common)
            return
        }
        menu = CompletionMenu(found)
    }

    /// Keys while the menu is open.
    ///
    /// - Returns: not `nil` where the key was taken.
    func takeInMenu(_ key: Key) -> Line?? {
        guard var open = menu else { return nil }
        switch key {
        case Key(.tab), Key(.down), .control("n"): open.step(1)
        case Key(.tab, .shift), Key(.up), .control("p"): open.step(-1)
        case Key(.escape), .control("g"):
            menu = nil
            return .some(nil)
        case Key(.enter), Key(.right):
            menu = nil
            guard open.selected != nil else { return nil }
            undo.note(buffer)
            buffer.replace(open.completions.range, with: open.choice.text)
            return .some(nil)
        default:
            menu = nil
            guard case .character = key.code, key.modifiers.isEmpty else { return nil }
            // What is typed narrows the menu down.
            _ = take(key)
            if let found = helper.completions(in: buffer.text, at: buffer.cursor), found.items.count > 1 {
                menu = CompletionMenu(found)
            }
            return .some(nil)
        }
        menu = open
        return .some(nil)
    }
}
