import Engine
import Glibc
import LuaRuntime
import Plugins
import Scripting

/// Notices when files change.
struct WatchedFiles {
    private var stamps: [String: Stamp] = [:]

    private struct Stamp: Hashable {
        var seconds = 0
        var nanoseconds = 0
        var size = 0
        var inode: UInt = 0
    }

    init(_ paths: some Sequence<String>) {
        for path in paths { stamps[path] = Self.stamp(path) }
    }

    var isEmpty: Bool { stamps.isEmpty }
    var paths: [String] { stamps.keys.sorted() }

    /// Files that have changed since this was last asked; one that is gone for a moment, as editors do, has not.
    mutating func changed() -> [String] {
        var found: [String] = []
        for (path, old) in stamps {
            guard let new = Self.stamp(path), new != old else { continue }
            stamps[path] = new
            found.append(path)
        }
        return found.sorted()
    }

    private static func stamp(_ path: String) -> Stamp? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Stamp(
            seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec, size: Int(status.st_size),
            inode: UInt(status.st_ino))
    }
}

extension Console {
    /// Runs code again whenever a file that it depends on changes, until a key is pressed.
    func watch(_ text: String) throws {
        guard !text.isEmpty else {
            throw EngineError(.usage, "watch takes a file or code", hint: ":watch my.lua")
        }
        guard isInteractive else { throw EngineError(.usage, "watch needs a terminal: a key ends it") }
        let target = try target(of: text)
        try run(target)
        var files = WatchedFiles(paths(of: target))
        guard !files.isEmpty else {
            throw EngineError(
                .usage, "the code depends on no file",
                hint: "it would depend on plugins that it uses and data that it loads")
        }
        note("watching \(files.paths.joined(separator: ", ")); any key ends it")
        while !isKeyPressed() {
            guard !files.changed().isEmpty else { continue }
            clearScreen()
            do { try run(target) } catch let error where !isInterrupt(error) {
                show(error)
            }
            // This run may have used more files.
            var now = WatchedFiles(paths(of: target))
            if now.paths != files.paths { swap(&files, &now) }
            note("watching \(files.paths.joined(separator: ", ")); any key ends it")
        }
    }

    private enum Target {
        case plugin(String), script(String), code(String)
    }

    private func target(of text: String) throws -> Target {
        guard TextFile.exists(text) else {
            let isPath = text.hasSuffix(".lua") && !text.contains { $0.isWhitespace || "({".contains($0) }
            guard !isPath,
                session.isExpression(text) || (try? session.state.load(text, chunk: "watch")) != nil
            else {
                throw EngineError(.inputMissing, "\(text) is neither a file nor code")
            }
            return .code(text)
        }
        let file = TextFile.isFolder(text) ? text + "/init.lua" : text
        // A plugin may have been used by another path to it: its id, ./mine.lua, its folder.
        let used = session.catalog.usedPaths.first { TextFile.isSame($0, file) }
        return used.map(Target.plugin) ?? .script(text)
    }

    private func paths(of target: Target) -> [String] {
        switch target {
        case .plugin(let path), .script(let path): [path] + session.catalog.usedPaths
        case .code: session.catalog.usedPaths + session.loadedPaths
        }
    }

    private func run(_ target: Target) throws {
        let reloaded = try PluginReload(session).reload()
        switch target {
        case .code(let code): try emit(try session.evaluate(code, chunk: "watch"))
        case .script(let path):
            let source = String(decoding: try TextFile.read(path), as: UTF8.self)
            try emit(try session.run(source, chunk: path))
        case .plugin: if let map = session.map { try emit([try session.value(map)]) }
        }
        // After the picture, which may be higher than the screen.
        for outcome in reloaded {
            for line in lines(of: outcome) { show(line) }
        }
    }

    /// Waits a fifth of a second for a key, or for Ctrl-C where there is no editor.
    private func isKeyPressed() -> Bool {
        guard let editor = entries.editor else {
            usleep(200_000)
            return session.interrupt.isUp
        }
        return editor.hasKey(milliseconds: 200)
    }

    private func isInterrupt(_ error: any Error) -> Bool {
        switch error {
        case let error as LuaError: error.code == .interrupted
        case let error as EngineError: error.code == .interrupted
        default: false
        }
    }

    private func clearScreen() {
        if entries.editor != nil { output.write("\u{1B}[H\u{1B}[2J") }
    }
}
