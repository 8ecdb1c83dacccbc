import Foundation
import TestSupport

/// The console of liq on a terminal.
struct PtyConsole {
    private static let prompt = "liq> "
    let terminal: Pty
    /// What it said before its first prompt.
    let banner: String

    init(folder: String = SharedFolder.project.path, environment: [String: String] = [:]) throws {
        terminal = try Pty(
            [Program.path, "--quiet"], folder: folder,
            environment: Program.environment.merging(["LIQ_EDITOR": "off", "LIQ_HISTORY": "", "PAGER": ""]) {
                $1
            }.merging(
                environment
            ) { $1 }
        )
        banner = String(try terminal.read(until: Self.prompt).dropLast(Self.prompt.count))
    }

    /// Types a line and waits for a prompt.
    ///
    /// - Returns: what is shown between the two.
    /// - Throws: ``Failure`` where it does not come.
    @discardableResult
    func ask(_ line: String, prompt: String = Self.prompt) throws -> String {
        terminal.send(line + "\n")
        // The terminal shows what is typed.
        try terminal.read(until: line + "\n")
        return String(try terminal.read(until: prompt).dropLast(prompt.count))
    }

    /// Types Ctrl-C and waits for the prompt.
    ///
    /// - Returns: what is shown before it.
    /// - Throws: ``Failure`` where it does not come.
    @discardableResult
    func interrupt(seconds: Double = 30) throws -> String {
        terminal.send("\u{3}")
        return String(try terminal.read(until: Self.prompt, seconds: seconds).dropLast(Self.prompt.count))
    }

    /// Types Ctrl-D at the prompt.
    func leave() -> Int32 {
        terminal.send("\u{4}")
        return terminal.end().status
    }
}
