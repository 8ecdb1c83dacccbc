package import Engine
import Glibc
import LuaRuntime
import PlainText

/// The list of what there is: for `liq plugins`, completion, `liq.plugins` and `liq doctor`.
///
/// What a plugin says of itself is known once its file has run. A list goes through files that nobody has asked for, so
/// each gets little time, and what was found is kept until the file changes.
extension PluginCatalog {
    /// A plugin that was found, or a file that should have been one.
    package struct Entry {
        /// The id that the file's name gives.
        package let id: String
        /// Where it is.
        package let path: String
        /// What it says about itself, or what is wrong with it.
        package let manifest: Result<PluginManifest, EngineError>
        /// The file of the same id that comes before it, where there is one.
        package let winner: String?
        /// Whether a plugin of the same id comes before it.
        package var isShadowed: Bool { winner != nil }
    }

    /// Milliseconds of work that a file may take to be listed; a plugin that is fit for use takes one or two.
    package static var listPatience: Int { LuaSignals.areDelayed ? 1000 : 150 }

    /// All plugins: files that were named, then the search path in its order, by id within a folder.
    ///
    /// - Throws: ``EngineError`` `.interrupted` on Ctrl-C.
    package func entries() throws(EngineError) -> [Entry] {
        var winners: [String: String] = [:]
        var entries: [Entry] = []
        let interrupts = LuaSignals.interruptCount
        for (id, path) in candidates() {
            // Between two files no call runs that it could end.
            guard LuaSignals.interruptCount == interrupts else {
                throw EngineError(.interrupted, "interrupted")
            }
            let manifest = try listed(id, path)
            entries.append(Entry(id: id, path: path, manifest: manifest, winner: winners[id]))
            if winners[id] == nil { winners[id] = path }
        }
        return entries
    }

    private func listed(_ id: String, _ path: String) throws(EngineError) -> Result<
        PluginManifest, EngineError
    > {
        if let known = listed[path], known.id == id, known.isCurrent { return known.manifest }
        let stamp = FileStamp(path)
        var source: PluginSource?
        let manifest = Result {
            let read = try PluginSource(reading: path, id: id)
            source = read
            return try load(read, overrides: [:], patience: Self.listPatience).manifest
        }.mapError { $0 as? EngineError ?? EngineError(.pluginInvalid, "\($0)") }
        var isAboutFile = true
        if case .failure(let error) = manifest {
            if error.code == .interrupted { throw error }
            isAboutFile = error.code == .pluginInvalid || error.code == .limit
        }
        // A module that is not there may be the next time, without a change of a file that was read.
        listed[path] = source.flatMap { source in
            guard isAboutFile, !source.lacksModule else { return nil }
            return ListedFile(
                id: id, manifest: manifest, stamps: [stamp] + source.modules.map { FileStamp($0.path) })
        }
        return manifest
    }
}

/// What a list has found in a file.
struct ListedFile {
    let id: String
    let manifest: Result<PluginManifest, EngineError>
    /// The file and its modules as they were.
    let stamps: [FileStamp]

    /// Whether none of the files has changed.
    var isCurrent: Bool { stamps.allSatisfy { FileStamp($0.path) == $0 } }
}

/// What changes when a file does.
struct FileStamp: Hashable {
    let path: String
    private let numbers: [Int]

    /// The stamp of a file as it is now; a file that is not there has one, too.
    init(_ path: String) {
        self.path = path
        var status = stat()
        guard stat(path, &status) == 0 else {
            numbers = []
            return
        }
        numbers = [
            Int(status.st_size), Int(bitPattern: status.st_ino), Int(bitPattern: status.st_dev),
            status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
        ]
    }
}
