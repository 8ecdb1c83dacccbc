import PlainText

/// What holds of everything that a fuzzer looks at.
public enum FuzzRules {
    /// As `precondition`, which tells no message in a release build.
    public static func require(_ condition: Bool, _ message: @autoclosure () -> String) {
        if !condition { fatalError(message()) }
    }

    /// A message is short, and cannot steer a terminal.
    public static func check(_ message: String) {
        require(
            message.utf8.count <= 8192, "a message of \(message.utf8.count) bytes: \(message.prefix(200))")
        require(isPlain(message), "control characters in the message: \(message.debugDescription)")
    }

    /// Whether a text has no control characters but tabs and ends of lines, and nothing that turns its direction.
    public static func isPlain(_ text: String) -> Bool { text == text.escapingControls() }
}
