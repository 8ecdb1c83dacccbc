import Engine
import Glibc
import Plugins

/// The texts that chunks were made of, by the names that messages give them.
///
/// Entries of a console share a name, so that a name may stand for several texts.
package final class ChunkTexts {
    private var noted: [(chunk: String, text: String)] = []
    private let catalog: PluginCatalog?
    private let readsFiles: Bool
    /// How many texts are kept, how large one may be, and all of them, in bytes.
    private static let (most, largest, room) = (200, 1 << 20, 8 << 20)

    /// The texts of a session: what it runs, and the plugins that it has used.
    init(_ catalog: PluginCatalog) { (self.catalog, readsFiles) = (catalog, false) }

    /// Texts without a session.
    ///
    /// - Parameter readsFiles: whether a chunk that is not known is read from the file of its name.
    package init(readsFiles: Bool) { (catalog, self.readsFiles) = (nil, readsFiles) }

    /// Takes in what is about to be compiled.
    package func note(_ text: String, chunk: String) {
        guard text.utf8.count <= Self.largest, noted.last?.text != text || noted.last?.chunk != chunk else {
            return
        }
        noted.append((chunk, text))
        var size = noted.reduce(0) { $0 + $1.text.utf8.count }
        while noted.count > Self.most || size > Self.room { size -= noted.removeFirst().text.utf8.count }
    }

    /// What a name may stand for, newest first; none where it is not known.
    package func texts(of chunk: String) -> [String] {
        let own = noted.reversed().filter { $0.chunk == chunk }.map(\.text)
        if !own.isEmpty { return own }
        for source in catalog?.kept.values.sorted(by: { $0.path < $1.path }) ?? [] {
            if source.path == chunk { return [String(decoding: source.main, as: UTF8.self)] }
            if let module = source.modules.first(where: { $0.path == chunk }) {
                return [String(decoding: module.bytes, as: UTF8.self)]
            }
        }
        return readsFiles ? file(chunk).map { [$0] } ?? [] : []
    }

    /// The whole name of a chunk of which a traceback shows the end, behind three dots.
    package func fullName(of shown: String) -> String {
        guard shown.hasPrefix("...") else { return shown }
        let names = noted.map(\.chunk) + (catalog?.kept.keys.sorted() ?? [])
        return names.last { $0.hasSuffix(shown.dropFirst(3)) } ?? shown
    }

    private func file(_ path: String) -> String? {
        var status = stat()
        // The name may come out of a plugin's process: nothing but a script is shown.
        guard path.hasSuffix(".lua"), stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            let bytes = try? TextFile.read(path, limit: Self.largest)
        else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
