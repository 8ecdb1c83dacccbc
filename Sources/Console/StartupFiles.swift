package import Engine
import Glibc
import LuaRuntime
package import Plugins
package import Scripting

/// The files of Lua that the console runs when it starts: the user's, and the current folder's where it is trusted.
///
/// Scripts, pipes and commands run none of them, so that a result depends only on what its command names.
package struct StartupFiles {
    /// The current folder's file.
    package static let projectName = ".liqrc.lua"

    private let trust: TrustStore
    private let user: String?
    private let project: String

    /// The usual files.
    package init(_ trust: TrustStore) {
        self.init(trust, user: Self.userPath, project: "./" + Self.projectName)
    }

    /// Files by their paths.
    package init(_ trust: TrustStore, user: String?, project: String) {
        (self.trust, self.user, self.project) = (trust, user, project)
    }

    /// `$XDG_CONFIG_HOME/liq/config.lua`, else `~/.config/liq/config.lua`; `nil` where there is no home.
    package static var userPath: String? {
        func folder(_ name: String) -> String? {
            getenv(name).map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil }
        }
        return (folder("XDG_CONFIG_HOME") ?? folder("HOME").map { $0 + "/.config" })
            .map { $0 + "/liq/config.lua" }
    }

    /// Runs them.
    ///
    /// An error in one ends neither the other nor the session.
    /// - Returns: messages without a line feed at their ends: errors, and a file that is not trusted.
    package func run(in session: Session) -> [String] {
        var remarks: [String] = []
        if let user, TextFile.exists(user) { remarks += run(user, in: session) { _ in true } }
        if TextFile.exists(project) {
            remarks += run(project, in: session) { trust.isTrustedStartup(project, holding: $0) }
        }
        return remarks
    }

    /// Reads a file once: the text that trust was checked for is the text that runs.
    private func run(_ path: String, in session: Session, where mayRun: ([UInt8]) -> Bool) -> [String] {
        do {
            let bytes = try Self.read(path)
            guard mayRun(bytes) else { return ["\(path) is not trusted; to trust it: liq trust"] }
            _ = try session.run(String(decoding: bytes, as: UTF8.self), chunk: path)
            return []
        } catch { return [ErrorText.text(error, in: session)] }
    }

    /// The bytes of a start-up file.
    ///
    /// - Throws: ``EngineError`` `.inputMissing` where it is no file, cannot be read or is larger than a megabyte.
    package static func read(_ path: String) throws(EngineError) -> [UInt8] {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            throw EngineError(.inputMissing, "\(path) is not a file")
        }
        return try TextFile.read(path, limit: 1 << 20)
    }
}
