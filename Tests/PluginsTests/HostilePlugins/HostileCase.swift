import Foundation
import LuaRuntime
import TestSupport

@testable import Engine
@testable import Plugins

/// A plugin that misbehaves, with the contract that its header states (see Hostile/README.md).
struct HostileCase: CustomStringConvertible, Sendable {
    let path: String
    let source: [UInt8]
    private let header: [String: String]

    init(_ url: URL) throws {
        self.init(path: url.path, source: Array(try Data(contentsOf: url)))
    }

    /// A case by its text, whose lines may end in a carriage return and a line feed: to Swift those are one character.
    init(path: String, source: [UInt8]) {
        (self.path, self.source) = (path, source)
        var header: [String: String] = [:]
        let lines = String(decoding: source, as: UTF8.self).split(whereSeparator: \.isNewline)
        for line in lines where line.hasPrefix("-- ") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let key = line[line.index(line.startIndex, offsetBy: 3)..<colon]
            guard key.allSatisfy({ $0.isUppercase || $0 == "-" }), header[String(key)] == nil else {
                continue
            }
            header[String(key)] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        self.header = header
    }

    /// The file's name without its ending.
    var description: String { URL(filePath: path).deletingPathExtension().lastPathComponent }
    var kind: String { header["KIND"] ?? "" }
    /// `error`, `ok` or `ok-or-error`.
    var expected: String { header["EXPECT"] ?? "" }
    /// Which classes of errors will do; all where it names none.
    var classes: Set<String> {
        let names = (header["CLASS"] ?? "").split { !($0.isLetter || $0 == "-") }.map(String.init)
        return Set(names.filter(HostileClass.all.contains))
    }
    /// The limit of time for a call: a tenth of what plugins get where nothing but time can end it, so that many loops
    /// without an end are soon stopped. Elsewhere another limit has to come first.
    var limits: LuaLimits {
        var limits = Plugin.limits
        if classes.contains("time-limit"), !classes.contains("memory-limit") {
            limits.deadlineMilliseconds = 100
        }
        return limits
    }
    /// Whether an error has to name one of the marked lines.
    var mustNameLine: Bool {
        guard let words = header["MUST-NAME"] else { return false }
        return words.contains("line (any") && !words.contains("welcome") && !words.contains("if error")
    }
    /// Lines that an error may name.
    var lines: [Int] {
        source.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
            .filter { String(decoding: $0.element, as: UTF8.self).contains("--@here") }.map { $0.offset + 1 }
    }

    /// The project's own in `Hostile` and those of `../shared`, or the folder that `LIQ_HOSTILE_PLUGINS` names.
    static func all() throws -> [HostileCase] {
        if let named = ProcessInfo.processInfo.environment["LIQ_HOSTILE_PLUGINS"] {
            return try all(in: named)
        }
        let own = SharedFolder.project.appending(path: "Tests/PluginsTests/HostilePlugins/Hostile").path
        let shared = SharedFolder.has("hostile/plugins") ? [SharedFolder.path("hostile/plugins")] : []
        return try ([own] + shared).flatMap { try all(in: $0) }
    }

    private static func all(in folder: String) throws -> [HostileCase] {
        try FileManager.default.contentsOfDirectory(
            at: URL(filePath: folder), includingPropertiesForKeys: nil
        )
        .filter { $0.pathExtension == "lua" }.sorted { $0.path < $1.path }.map { try HostileCase($0) }
    }
}
