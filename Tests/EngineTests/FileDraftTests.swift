import Engine
import Foundation
import Glibc
import TestSupport
import Testing

@Suite("Files that are written") struct FileDraftTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func kind(_ path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
    }

    private func text(_ path: String) throws -> String {
        String(decoding: try TextFile.read(path), as: UTF8.self)
    }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    }

    @Test func `a symbolic link stays, and the file that it leads to is replaced`() throws {
        let real = try folder.write("real.txt", "old")
        let (near, far) = (folder.path + "/near", folder.path + "/far")
        symlink("real.txt", near)
        symlink(near, far)
        try TextFile.write("new", to: far)
        #expect(try text(real) == "new")
        #expect(kind(near) == S_IFLNK && kind(far) == S_IFLNK)
        #expect(try names == ["far", "near", "real.txt"])
    }

    @Test func `a link to nothing makes what it leads to, a loop of links is refused`() throws {
        symlink("later.txt", folder.path + "/link")
        try TextFile.write("new", to: folder.path + "/link")
        #expect(try text(folder.path + "/later.txt") == "new")
        symlink("b", folder.path + "/a")
        symlink("a", folder.path + "/b")
        #expect(throws: EngineError.self) { try TextFile.write("new", to: folder.path + "/a") }
        #expect(kind(folder.path + "/a") == S_IFLNK)
    }

    @Test func `mode and owner of a file that was there are kept`() throws {
        let path = try folder.write("a.txt", "old")
        chmod(path, 0o640)
        // Only root may give a file away; others see that their own owner is kept.
        chown(path, getuid() == 0 ? 12_345 : getuid(), getuid() == 0 ? 23_456 : getgid())
        var (old, new) = (stat(), stat())
        stat(path, &old)
        try TextFile.write("new", to: path)
        stat(path, &new)
        #expect(try text(path) == "new")
        #expect(new.st_mode == old.st_mode && new.st_uid == old.st_uid && new.st_gid == old.st_gid)
    }

    @Test func `a named pipe is written and stays a pipe`() throws {
        let path = folder.path + "/pipe"
        mkfifo(path, 0o600)
        let reader = open(path, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        try TextFile.write("through", to: path)
        var bytes = [UInt8](repeating: 0, count: 100)
        let count = read(reader, &bytes, bytes.count)
        #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self) == "through")
        #expect(kind(path) == S_IFIFO)
        #expect(try names == ["pipe"])
    }

    @Test func `a device is written, and tells when it is full`() throws {
        // By links: a liq that replaces its target would replace these, and not the machine's devices.
        let (null, full) = (folder.path + "/null", folder.path + "/full")
        symlink("/dev/null", null)
        symlink("/dev/full", full)
        try TextFile.write("gone", to: null)
        let error = #expect(throws: EngineError.self) { try TextFile.write("no room", to: full) }
        #expect(error?.code == .cannotCreate)
        #expect(error?.message.contains("No space left") ?? false)
        #expect(kind(null) == S_IFLNK && kind(full) == S_IFLNK)
        #expect(kind("/dev/null") == S_IFCHR && kind("/dev/full") == S_IFCHR)
    }

    @Test func `a draft that is given up leaves the old file and nothing else`() throws {
        let path = try folder.write("a.txt", "old")
        do {
            let draft = try FileDraft(path)
            _ = TextFile.writeAll(Array("half".utf8), to: draft.descriptor)
        }
        #expect(try text(path) == "old")
        #expect(try names == ["a.txt"])
        #expect(throws: EngineError.self) { try TextFile.write("x", to: folder.path) }
    }

    @Test func `paths that lead to one file are the same file`() throws {
        let path = try folder.write("a.txt", "")
        let other = try folder.write("b.txt", "")
        link(path, folder.path + "/hard")
        symlink(path, folder.path + "/soft")
        #expect(TextFile.isSame(path, folder.path + "/hard") && TextFile.isSame(folder.path + "/soft", path))
        #expect(!TextFile.isSame(path, other) && !TextFile.isSame("/dev/null", "/dev/null"))
    }
}

@Suite("The user's folder of data") struct DataHomeTests {
    @Test func `a relative XDG_DATA_HOME is ignored, as its specification says`() {
        func path(_ values: [String: String]) -> String? { DataHome.path { values[$0] } }
        #expect(path(["XDG_DATA_HOME": "data", "HOME": "/home/a"]) == "/home/a/.local/share/liq")
        #expect(path(["XDG_DATA_HOME": "./data"]) == nil)
        #expect(path(["XDG_DATA_HOME": "", "HOME": "home"]) == nil)
        #expect(path(["XDG_DATA_HOME": "/data", "HOME": "/home/a"]) == "/data/liq")
        #expect(path(["LIQ_DATA_HOME": "mine", "XDG_DATA_HOME": "/data"]) == "mine")
    }
}
