import Charts
import Console
import LuaRuntime
import Engine
import Plugins
import Scripting
import TestSupport
import Testing

@Suite("StartupFiles") struct StartupFilesTests {
    private let folder: TemporaryFolder
    private let session: Session

    init() throws {
        folder = try TemporaryFolder()
        session = try Session(searchPath: [], style: .plain(columns: 100)) { _ in }
    }

    private func store() throws -> TrustStore { try TrustStore(reading: folder.path + "/data/trust") }

    private func global(_ name: String) throws -> Int64? { try session.state.global(name).int }

    @Test func `the user's file runs, the folder's only where it is trusted`() throws {
        let user = try folder.write("config.lua", "mine = 1")
        let project = try folder.write(".liqrc.lua", "theirs = 2")
        let files = StartupFiles(try store(), user: user, project: project)
        #expect(files.run(in: session) == ["\(project) is not trusted; to trust it: liq trust"])
        #expect(try global("mine") == 1)
        #expect(try global("theirs") == nil)
        var trusting = try store()
        try trusting.setStartup(project, to: StartupFiles.read(project))
        #expect(StartupFiles(try store(), user: nil, project: project).run(in: session) == [])
        #expect(try global("theirs") == 2)
    }

    @Test func `a file that has changed, or lies elsewhere, is no longer trusted`() throws {
        let project = try folder.write(".liqrc.lua", "theirs = 2")
        var trusting = try store()
        try trusting.setStartup(project, to: StartupFiles.read(project))
        let moved = try folder.write("other.lua", "theirs = 2")
        #expect(StartupFiles(try store(), user: nil, project: moved).run(in: session).count == 1)
        try folder.write(".liqrc.lua", "theirs = 3")
        #expect(StartupFiles(try store(), user: nil, project: project).run(in: session).count == 1)
        #expect(try global("theirs") == nil)
        try trusting.setStartup(project, to: nil)
        try folder.write(".liqrc.lua", "theirs = 2")
        #expect(StartupFiles(try store(), user: nil, project: project).run(in: session).count == 1)
    }

    @Test func `an error in one is told with its line, and the other runs`() throws {
        let user = try folder.write("config.lua", "mine = 1\nmine = nothing.x\n")
        let project = try folder.write(".liqrc.lua", "theirs = 2")
        var trusting = try store()
        try trusting.setStartup(project, to: StartupFiles.read(project))
        let remarks = StartupFiles(try store(), user: user, project: project).run(in: session)
        #expect(remarks.count == 1)
        #expect(
            remarks.first?.hasPrefix(
                "\(user):2: attempt to index a nil value (global 'nothing')\n  2 | mine = nothing.x\n")
                ?? false,
            "\(remarks)")
        #expect(try global("theirs") == 2)
    }

    @Test func `marks of plugins and of start-up files live in one store`() throws {
        var trusting = try store()
        try trusting.set("path:/a/b.lua", isIsolating: true)
        try trusting.setStartup("/a/.liqrc.lua", to: [1])
        try trusting.set("sha256:00", isIsolating: false)
        let read = try store()
        #expect(read.marks.map(\.key) == ["path:/a/b.lua", "sha256:00"])
        #expect(read.isTrustedStartup("/a/.liqrc.lua", holding: [1]))
        #expect(!read.isTrustedStartup("/a/.liqrc.lua", holding: [2]))
        #expect(!read.isTrustedStartup("/b/.liqrc.lua", holding: [1]))
    }

    @Test func `what is no file is told`() throws {
        let remarks = StartupFiles(try store(), user: folder.path, project: "/nowhere").run(in: session)
        #expect(remarks == ["\(folder.path) is not a file"])
    }
}
