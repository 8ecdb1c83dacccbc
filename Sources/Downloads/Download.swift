import Glibc
import LiquidationCore
import PlainText

/// Fetches what a request needs into a folder, and goes on where an earlier run stopped.
///
/// A file gets its name when it is whole and verified; the manifest lists it then. Whenever the process is killed, the
/// next run makes the same bytes of what it finds.
package final class Download {
    /// What is wanted.
    package let request: DownloadRequest
    /// Where it is put.
    package let folder: String
    let settings: DownloadSettings
    let venue: VenueOffer

    /// A download; nothing happens before ``run(progress:shouldContinue:)``.
    package init(_ request: DownloadRequest, into folder: String, settings: DownloadSettings) {
        (self.request, self.settings) = (request, settings)
        self.folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        venue = VenueOffer.named(request.venue)
    }

    /// A download of what a folder's manifest asked for, up to today.
    ///
    /// - Throws: ``DownloadError`` `.folder` where there is no manifest.
    package convenience init(updating folder: String, settings: DownloadSettings) throws(DownloadError) {
        guard let manifest = try Manifest.read(folder) else {
            throw DownloadError(
                .folder, folder, "has no \(Manifest.name): nothing was fetched into it yet",
                hint: "liq get VENUE SYMBOL --from DAY --to DAY --into \(folder)")
        }
        let old = manifest.request
        let today = Calendar.midnight(settings.now()).adding(Calendar.day)
        let request = try DownloadRequest(
            venue: old.venue, symbol: old.symbol, kinds: old.kinds, interval: old.interval, from: old.from,
            to: max(old.to, today))
        self.init(request, into: folder, settings: settings)
    }

    /// What a run would ask for: nothing is asked for and nothing is written.
    ///
    /// - Throws: ``DownloadError``.
    package func plan() throws(DownloadError) -> DownloadPlan {
        let manifest = try Manifest.read(folder)
        if let manifest { _ = try merged(manifest) }
        return try plan(manifest)
    }

    private func plan(_ manifest: Manifest?) throws(DownloadError) -> DownloadPlan {
        try DownloadPlan(
            request, now: settings.now(), environment: settings.environment,
            held: manifest.map { Array($0.files.values) } ?? [])
    }

    /// Fetches.
    ///
    /// - Parameters:
    ///   - progress: called some ten times a second.
    ///   - shouldContinue: asked as often; false ends the run within a second.
    /// - Returns: what was done.
    /// - Throws: ``DownloadError``; what has been fetched stays and is listed.
    package func run(
        progress: @escaping (DownloadProgress) -> Void = { _ in },
        shouldContinue: @escaping () -> Bool = { true }
    ) throws(DownloadError) -> DownloadReport {
        let isNew = mkdir(folder, 0o755) == 0
        if !isNew, errno != EEXIST { throw FolderFile.failure(folder, "cannot create") }
        do throws(DownloadError) {
            return try fetch(progress, shouldContinue)
        } catch {
            // A folder that was made for nothing is not left behind; one that holds anything stays.
            if isNew, FolderFile.names(in: folder) == [FolderLock.name] {
                unlink("\(folder)/\(FolderLock.name)")
                rmdir(folder)
            }
            throw error
        }
    }

    private func fetch(
        _ progress: @escaping (DownloadProgress) -> Void, _ shouldContinue: @escaping () -> Bool
    ) throws(DownloadError) -> DownloadReport {
        let lock = try FolderLock(folder)
        let curl = try CurlProgram(environment: settings.environment)
        var report = DownloadReport()
        var manifest = try Manifest.read(folder)
        if var found = manifest {
            found.request = try merged(found)
            try verify(&found, &report, shouldContinue)
            manifest = found
        }
        let plan = try plan(manifest)
        report.notes += plan.notes
        let start = manifest ?? Manifest(request: request)
        report.kept = start.files.count
        let transfers = DownloadRun(
            self, curl: curl, lock: lock, manifest: start, report: report, progress: progress,
            shouldContinue: shouldContinue)
        return try transfers.run(plan.files)
    }

    /// What has been asked for, this time included.
    private func merged(_ manifest: Manifest) throws(DownloadError) -> DownloadRequest {
        let old = manifest.request
        func refuse(_ what: String, _ before: String, _ now: String) -> DownloadError {
            DownloadError(
                .folder, folder, "holds \(what) \(before), and \(now) was asked for",
                hint: "fetch into another folder")
        }
        guard old.venue == request.venue else { throw refuse("data of", old.venue, request.venue) }
        guard old.symbol == request.symbol else { throw refuse("data of", old.symbol, request.symbol) }
        guard old.interval == request.interval else {
            throw refuse("intervals of", old.interval, request.interval)
        }
        return try DownloadRequest(
            venue: old.venue, symbol: old.symbol, kinds: old.kinds + request.kinds, interval: old.interval,
            from: min(old.from, request.from), to: max(old.to, request.to))
    }

    /// Takes files off the list that are not as it says: they are fetched again.
    private func verify(
        _ manifest: inout Manifest, _ report: inout DownloadReport, _ shouldContinue: () -> Bool
    ) throws(DownloadError) {
        for file in manifest.files.values.sorted(by: { $0.name < $1.name }) {
            let path = "\(folder)/\(file.name)"
            let size = FolderFile.size(path)
            if size == file.bytes, try FolderFile.sha256(path, shouldContinue: shouldContinue) == file.sha256
            {
                continue
            }
            manifest.files[file.name] = nil
            report.notes.append(
                "\(file.name): \(size == nil ? "was gone" : "had changed"), it is fetched again")
        }
    }
}
