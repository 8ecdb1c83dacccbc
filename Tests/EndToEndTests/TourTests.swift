import Foundation
import TestSupport
import Testing

/// The walk of examples/tour on a terminal of two widths: what is shown is what its files hold.
@Suite("Tour") struct TourTests {
    @Test(arguments: [80, 120])
    func `the pictures of the walk are those that are shown`(columns: Int) throws {
        let folder = SharedFolder.project.appending(path: "examples/tour")
        let keys = try String(contentsOf: folder.appending(path: "keys.txt"), encoding: .utf8)
        let file = folder.appending(path: "screens-\(columns).txt")
        let isRecording = ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1"
        let expected = Self.pictures((try? String(contentsOf: file, encoding: .utf8)) ?? "")
        let state = try TemporaryFolder()
        let terminal = try Pty(
            [Program.path, "--quiet", "--no-init"], folder: SharedFolder.project.path, columns: columns,
            environment: Program.environment.merging(["XDG_STATE_HOME": state.path, "PAGER": ""]) { $1 })
        try terminal.look { $0.lines.last == "liq>" }
        var recorded = ""
        for line in keys.split(separator: "\n").map(String.init) where !line.hasPrefix("#") {
            guard line.hasPrefix("---- ") else {
                terminal.forget(keepingScreen: true)
                Self.type(line, on: terminal)
                // What is typed before the prompt is there would be shown twice.
                if !line.hasSuffix("\\") {
                    try terminal.look { screen in
                        terminal.hasNews
                            && (screen.lines.last == "liq>"
                                || screen.lines.contains { $0.hasSuffix("Enter leaves") })
                    }
                }
                continue
            }
            let title = String(line.dropFirst(5))
            if isRecording {
                recorded += "==== \(title)\n" + terminal.settled(1.5).lines.map { $0 + "\n" }.joined()
            } else {
                let wanted = try #require(expected[title], "screens-\(columns).txt lacks '\(title)'")
                try terminal.look { $0.lines == wanted }
            }
        }
        if isRecording { try recorded.write(to: file, atomically: true, encoding: .utf8) }
    }

    private static let keys = [
        "Tab": "\t", "Esc": "\u{1B}", "Left": "\u{1B}[D", "Right": "\u{1B}[C", "Up": "\u{1B}[A",
        "Enter": "\r",
        "C-l": "\u{C}", "C-r": "\u{12}", "C-u": "\u{15}", "C-c": "\u{3}",
    ]

    /// Types a line of keys.txt: names in angle brackets are keys, Enter follows unless it ends in a backslash.
    private static func type(_ line: String, on terminal: Pty) {
        var rest = Substring(line)
        let goesOn = rest.last == "\\"
        if goesOn { rest.removeLast() }
        while !rest.isEmpty {
            if rest.first == "<", let end = rest.firstIndex(of: ">"),
                let key = keys[String(rest[rest.index(after: rest.startIndex)..<end])]
            {
                terminal.send(key)
                // An escape is one by itself when a pause follows.
                if key == "\u{1B}" { Thread.sleep(forTimeInterval: 0.2) }
                rest = rest[rest.index(after: end)...]
            } else {
                let text = rest.prefix(1) + rest.dropFirst().prefix { $0 != "<" }
                terminal.send(String(text))
                rest = rest.dropFirst(text.count)
            }
        }
        if !goesOn { terminal.send("\r") }
    }

    private static func pictures(_ text: String) -> [String: [String]] {
        var (all, title) = ([String: [String]](), "")
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        {
            if line.hasPrefix("==== ") {
                title = String(line.dropFirst(5))
                all[title] = []
            } else {
                all[title]?.append(line)
            }
        }
        return all
    }
}
