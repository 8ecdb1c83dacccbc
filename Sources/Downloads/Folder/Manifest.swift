import Glibc
package import LiquidationCore
import MarketData
import PlainText

/// The list of a folder's fetched files, `manifest.json`; written again after every few files.
package struct Manifest: Sendable {
    /// Its name in the folder.
    package static let name = "manifest.json"
    /// What has been asked for, all runs together.
    package var request: DownloadRequest
    /// The files that are whole on the disk, by name.
    package var files: [String: ManifestFile] = [:]
}

/// A file that has been fetched.
package struct ManifestFile: Hashable, Sendable {
    /// Its name in the folder.
    package let name: String
    /// Where it came from.
    package let url: String
    /// What was posted; `nil` for GET.
    package let body: String?
    /// Its size.
    package let bytes: Int
    /// Of its bytes, 64 hexadecimal digits.
    package let sha256: String
    /// When it arrived.
    package let fetched: Timestamp
    /// The time that it covers.
    package let span: TimeSpan
    /// What it is a piece of.
    package let series: String
    /// Whether nothing can be added to it any more.
    package let isWhole: Bool
    /// The number of a page in its chain, from 1.
    let page: Int
    /// Whether it ends its chain; what is no chain is one of one page.
    let isLast: Bool
}

extension Manifest {
    private static let version: Int64 = 1

    /// The manifest of a folder; `nil` where it has none.
    ///
    /// - Throws: ``DownloadError`` `.folder` for one that cannot be read.
    package static func read(_ folder: String) throws(DownloadError) -> Manifest? {
        let path = "\(folder)/\(name)"
        guard access(path, F_OK) == 0 else { return nil }
        func broken(_ why: String) -> DownloadError {
            DownloadError(
                .folder, path, why,
                hint: "fetch into an empty folder, or remove the manifest to fetch all again")
        }
        let document: DocumentValue
        do { document = try DocumentValue.read(path) } catch { throw broken(error.message) }
        guard document["version"]?.whole == version else {
            throw broken("is no manifest of version \(version)")
        }
        guard let venue = document["venue"]?.words, let symbol = document["symbol"]?.words,
            let interval = document["interval"]?.words, let from = document["from"]?.words,
            let to = document["to"]?.words, let what = document["what"]?.items
        else { throw broken("lacks a member that says what was asked for") }
        var kinds: [DataKind] = []
        for case .text(let word) in what { kinds += DataKind(rawValue: word).map { [$0] } ?? [] }
        var manifest = Manifest(
            request: try DownloadRequest(
                venue: venue, symbol: symbol, from: from, to: to, kinds: kinds, interval: interval))
        for item in document["files"]?.items ?? [] {
            guard let file = ManifestFile(item) else { throw broken("a file lacks a member") }
            manifest.files[file.name] = file
        }
        return manifest
    }

    /// The text of the manifest: the same values give the same bytes.
    package var text: String {
        var json = JSONText()
        json.object { json in
            json.integer("version", Self.version)
            json.string("venue", request.venue)
            json.string("symbol", request.symbol)
            json.string("interval", request.interval)
            json.string("from", request.from.day)
            json.string("to", request.to.adding(-1).day)
            json.array("what") { json in
                for kind in request.kinds { json.string(nil, kind.rawValue) }
            }
            json.array("files") { json in
                for name in files.keys.sorted() { files[name]?.write(to: &json) }
            }
        }
        return json.string
    }

    /// Writes it so that a reader sees the old or the new one.
    func write(to folder: String) throws(DownloadError) {
        let path = "\(folder)/\(Self.name)"
        let draft = path + FolderFile.partEnding
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FolderFile.failure(draft, "cannot write") }
        defer { close(descriptor) }
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw FolderFile.failure(draft, "cannot write") }
            bytes = bytes.dropFirst(count)
        }
        guard fsync(descriptor) == 0, rename(draft, path) == 0 else {
            throw FolderFile.failure(path, "cannot write")
        }
    }
}

extension ManifestFile {
    fileprivate init?(_ value: DocumentValue) {
        guard let name = value["name"]?.words, FolderFile.isName(name), let url = value["url"]?.words,
            let bytes = value["bytes"]?.whole, let sha256 = value["sha256"]?.words,
            let fetched = value["fetched"]?.whole, let series = value["series"]?.words,
            let from = value["from"]?.whole, let to = value["to"]?.whole, let page = value["page"]?.whole,
            case .flag(let isWhole)? = value["whole"], case .flag(let isLast)? = value["last"]
        else { return nil }
        self.init(
            name: name, url: url, body: value["body"]?.words, bytes: Int(bytes), sha256: sha256,
            fetched: Timestamp(milliseconds: fetched),
            span: TimeSpan(Timestamp(milliseconds: from), Timestamp(milliseconds: to)), series: series,
            isWhole: isWhole, page: Int(page), isLast: isLast)
    }

    fileprivate func write(to json: inout JSONText) {
        json.object { json in
            json.string("name", name)
            json.string("url", url)
            if let body { json.string("body", body) }
            json.integer("bytes", Int64(bytes))
            json.string("sha256", sha256)
            json.integer("fetched", fetched.milliseconds)
            json.string("series", series)
            json.integer("from", span.from.milliseconds)
            json.integer("to", span.to.milliseconds)
            json.boolean("whole", isWhole)
            json.integer("page", Int64(page))
            json.boolean("last", isLast)
        }
    }
}

extension DocumentValue {
    /// A member of an object.
    subscript(name: String) -> DocumentValue? {
        guard case .record(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    var items: [DocumentValue]? { if case .list(let items) = self { items } else { nil } }
    var whole: Int64? { if case .integer(let number) = self { number } else { nil } }
    var words: String? { if case .text(let text) = self { text } else { nil } }

    /// A string or a number as text.
    var scalar: String? { words ?? whole.map(String.init) }
}
