/// What can be undone: a buffer's earlier states, runs of typing taken together.
struct EditHistory {
    private var past: [EditBuffer] = []
    private var isTyping = false

    /// Takes note of a state before it changes; `typing` is one more character of a run, which is undone at once.
    mutating func note(_ buffer: EditBuffer, typing: Bool = false) {
        defer { isTyping = typing }
        if typing, isTyping { return }
        guard past.last != buffer else { return }
        past.append(buffer)
        if past.count > 500 { past.removeFirst() }
    }

    /// The state before the last change.
    mutating func undo(_ buffer: EditBuffer) -> EditBuffer? {
        isTyping = false
        while let last = past.popLast() {
            if last.text != buffer.text { return last }
        }
        return nil
    }

    mutating func removeAll() { (past, isTyping) = ([], false) }
}

/// What was cut, newest last.
struct KillRing {
    private var cuts: [String] = []
    private var place = 0

    /// Takes a cut; one that follows another at once joins it, before or behind.
    mutating func add(_ text: String, joining: Bool, inFront: Bool) {
        guard !text.isEmpty else { return }
        if joining, let last = cuts.popLast() {
            cuts.append(inFront ? text + last : last + text)
        } else {
            cuts.append(text)
            if cuts.count > 60 { cuts.removeFirst() }
        }
        place = cuts.count - 1
    }

    /// The cut to be put in.
    var current: String? { cuts.indices.contains(place) ? cuts[place] : nil }

    /// Goes to the one before, round and round.
    mutating func rotate() { if !cuts.isEmpty { place = (place + cuts.count - 1) % cuts.count } }
}
