/// A key as it was typed, or a text that was pasted.
struct Key: Hashable, Sendable {
    /// Which.
    enum Code: Hashable, Sendable {
        case character(Character)
        case enter, tab, backspace, delete, escape
        case up, down, left, right, home, end, pageUp, pageDown
        /// A text between the marks of a bracketed paste.
        case paste(String)
        /// A sequence that means nothing here.
        case unknown
    }

    /// What was held down.
    struct Modifiers: OptionSet, Hashable, Sendable {
        let rawValue: UInt8
        static let shift = Modifiers(rawValue: 1)
        static let alt = Modifiers(rawValue: 2)
        static let control = Modifiers(rawValue: 4)
    }

    var code: Code
    var modifiers: Modifiers = []

    init(_ code: Code, _ modifiers: Modifiers = []) { (self.code, self.modifiers) = (code, modifiers) }

    static func character(_ character: Character) -> Key { Key(.character(character)) }
    static func control(_ character: Character) -> Key { Key(.character(character), .control) }
    static func alt(_ character: Character) -> Key { Key(.character(character), .alt) }
}

/// Reads keys from the bytes that a terminal sends: UTF-8, control characters, escape sequences as xterm sends them.
struct KeyParser {
    private var bytes: [UInt8] = []
    private var paste: [UInt8]?

    private static let pasteEnd = Array("\u{1B}[201~".utf8)

    /// Takes what was read.
    mutating func feed(_ chunk: some Sequence<UInt8>) { bytes.append(contentsOf: chunk) }

    /// Whether there are bytes that are not a key yet: after an escape, more may come.
    var isWaiting: Bool { !bytes.isEmpty }

    /// The next key; `nil` where more bytes are needed. `isFinal`: nothing more has come for a while, so the bytes that
    /// are there are read as they are.
    mutating func next(isFinal: Bool = false) -> Key? {
        if paste != nil { return pasted(isFinal: isFinal) }
        guard let first = bytes.first else { return nil }
        if first == 0x1B { return escape(isFinal: isFinal) }
        if first < 0x20 || first == 0x7F {
            bytes.removeFirst()
            return Self.control(first)
        }
        return character(isFinal: isFinal)
    }

    private static func control(_ byte: UInt8) -> Key {
        switch byte {
        case 0x0D, 0x0A: Key(.enter)
        case 0x09: Key(.tab)
        case 0x7F: Key(.backspace)
        case 0x08: Key(.backspace, .control)
        case 0x00: .control(" ")
        case 0x1C...0x1F: .control(Character(Unicode.Scalar(byte + 0x40)))
        default: .control(Character(Unicode.Scalar(byte + 0x60)))
        }
    }

    private mutating func character(isFinal: Bool) -> Key? {
        let first = bytes[0]
        let length = first < 0x80 ? 1 : first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard bytes.count >= length || isFinal else { return nil }
        let taken = bytes.prefix(length)
        bytes.removeFirst(taken.count)
        // Bytes that are not UTF-8 become the replacement character, one by one.
        guard let text = String(validating: taken, as: UTF8.self), let character = text.first else {
            return .character("\u{FFFD}")
        }
        return .character(character)
    }

    // MARK: Escapes

    private mutating func escape(isFinal: Bool) -> Key? {
        guard bytes.count > 1 else {
            guard isFinal else { return nil }
            bytes.removeFirst()
            return Key(.escape)
        }
        switch bytes[1] {
        case UInt8(ascii: "["): return sequence(isFinal: isFinal)
        case UInt8(ascii: "O"):
            guard bytes.count > 2 else { return isFinal ? letter() : nil }
            let final = bytes[2]
            bytes.removeFirst(3)
            return Key(Self.cursor[final] ?? .unknown)
        default: return letter()
        }
    }

    /// Escape and a key: that key with Alt.
    private mutating func letter() -> Key? {
        bytes.removeFirst()
        guard var key = next(isFinal: true) else { return Key(.escape) }
        key.modifiers.insert(.alt)
        return key
    }

    /// `ESC [ numbers ; numbers final`.
    private mutating func sequence(isFinal: Bool) -> Key? {
        guard let end = bytes.dropFirst(2).firstIndex(where: { (0x40...0x7E).contains($0) }), end < 40 else {
            guard isFinal || bytes.count > 40 else { return nil }
            bytes.removeAll()
            return Key(.unknown)
        }
        let numbers = bytes[2..<end].split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            .map { Int(String(decoding: $0, as: UTF8.self)) ?? 1 }
        let final = bytes[end]
        bytes.removeFirst(end + 1)
        let held = (numbers.count > 1 ? numbers[1] : 1) - 1
        var modifiers: Key.Modifiers = []
        if held & 1 != 0 { modifiers.insert(.shift) }
        if held & 2 != 0 { modifiers.insert(.alt) }
        if held & 4 != 0 { modifiers.insert(.control) }
        if final == UInt8(ascii: "Z") { return Key(.tab, .shift) }
        guard final == UInt8(ascii: "~") else { return Key(Self.cursor[final] ?? .unknown, modifiers) }
        if numbers.first == 200 {
            paste = []
            return pasted(isFinal: isFinal)
        }
        return Key(Self.numbered[numbers.first ?? 0] ?? .unknown, modifiers)
    }

    private mutating func pasted(isFinal: Bool) -> Key? {
        paste?.append(contentsOf: bytes)
        bytes.removeAll()
        guard let all = paste, let end = all.firstRange(of: Self.pasteEnd) else { return nil }
        bytes = Array(all[end.upperBound...])
        paste = nil
        let text = String(decoding: all[..<end.lowerBound], as: UTF8.self)
        return Key(.paste(text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")))
    }

    private static let cursor: [UInt8: Key.Code] = [
        UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right, UInt8(ascii: "D"): .left,
        UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end, UInt8(ascii: "M"): .enter,
    ]
    private static let numbered: [Int: Key.Code] = [
        1: .home, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    ]
}
