import Glibc
import LiquidationCore
import PlainText

/// One run: gives files to curl, as many as the venue allows, and takes what comes.
final class DownloadRun {
    let download: Download
    private let curl: CurlProgram
    private let lock: FolderLock
    private let progress: (DownloadProgress) -> Void
    let shouldContinue: () -> Bool
    private let config: CurlConfig
    var manifest: Manifest
    var report: DownloadReport
    var limiter: RequestLimiter
    var state = DownloadProgress()
    var jobs: [Job] = []
    /// Nothing starts before; seconds of the monotonic clock.
    var pause: (until: Double, reason: String) = (0, "")
    /// Files that the manifest lists as soon as it is written, and that get their names then.
    var waiting: [PlannedFile] = []
    var written = 0.0
    let begin = SystemClock.monotonic.seconds

    /// The most files of one run of curl.
    private static let batch = 16

    /// A file that is to be fetched.
    struct Job {
        var file: PlannedFile
        var tries = 0
        /// How the last of them ended.
        var reason = ""
        var mismatches = 0
        /// Seconds of the monotonic clock.
        var notBefore = 0.0
    }

    /// A job that curl has, and what came of it.
    struct Running {
        var job: Job
        let ticket: Int
        let started: Timestamp
        var data: CurlResult?
        var checksum: CurlResult?
        var isSettled = false

        var isComplete: Bool { data != nil && (job.file.checksumURL == nil || checksum != nil) }
    }

    init(
        _ download: Download, curl: CurlProgram, lock: FolderLock, manifest: Manifest, report: DownloadReport,
        progress: @escaping (DownloadProgress) -> Void, shouldContinue: @escaping () -> Bool
    ) {
        (self.download, self.curl, self.lock) = (download, curl, lock)
        (self.manifest, self.report) = (manifest, report)
        (self.progress, self.shouldContinue) = (progress, shouldContinue)
        limiter = RequestLimiter(download.settings.limits ?? download.venue.limits)
        let authorities = download.settings.environment["LIQ_CA_FILE"].flatMap { $0.isEmpty ? nil : $0 }
        config = CurlConfig(
            agent: "liq/\(download.settings.version)", authorities: authorities,
            parallel: download.venue.parallel,
            patience: download.settings.patience)
    }

    /// Fetches all files.
    func run(_ files: [PlannedFile]) throws(DownloadError) -> DownloadReport {
        for file in files { jobs.append(Job(file: try resumed(file))) }
        state.filesAll = jobs.count
        do throws(DownloadError) {
            while !jobs.isEmpty { try step() }
        } catch {
            try? list()
            throw error
        }
        try list()
        progress(state)
        return report
    }

    // MARK: Rounds

    /// Runs curl once, or waits a little.
    private func step() throws(DownloadError) {
        guard shouldContinue() else { throw DownloadError.interrupted }
        let now = SystemClock.monotonic.seconds
        var running: [Running] = []
        var (wait, reason) = (Double.infinity, "the venue's limit of requests")
        if pause.until > now {
            (wait, reason) = (pause.until - now, pause.reason)
        } else {
            var index = 0
            while index < jobs.count, running.count < Self.batch {
                let job = jobs[index]
                let limited = limiter.wait(for: job.file.cost, now: now)
                guard job.notBefore <= now, limited <= 0 else {
                    if job.notBefore > now { reason = "another try" }
                    wait = min(wait, max(job.notBefore - now, limited))
                    index += 1
                    continue
                }
                jobs.remove(at: index)
                running.append(
                    Running(job: job, ticket: limiter.start(job.file.cost), started: download.settings.now()))
            }
        }
        guard !running.isEmpty else {
            state.wait = DownloadProgress.Wait(reason: reason, left: wait)
            state.attempt = jobs.first { $0.tries > 0 }.map(attempt)
            progress(state)
            usleep(UInt32(min(wait, 0.1) * 1e6))
            return
        }
        state.wait = nil
        state.attempt = nil
        try fetch(&running)
    }

    private func fetch(_ running: inout [Running]) throws(DownloadError) {
        var transfers: [CurlTransfer] = []
        var places: [(index: Int, isChecksum: Bool)] = []
        for (index, run) in running.enumerated() {
            let file = run.job.file
            if let url = file.checksumURL {
                transfers.append(
                    CurlTransfer(
                        url: url, body: nil, part: part(file) { $0 + ".CHECKSUM" }, isResumed: false,
                        largest: 4096))
                places.append((index, true))
            }
            transfers.append(
                CurlTransfer(
                    url: file.url, body: file.body, part: part(file),
                    // Only a checksum can prove that two halves belong together.
                    isResumed: file.checksumURL != nil && FolderFile.size(part(file)) ?? 0 > 0,
                    largest: file.largest))
            places.append((index, false))
        }
        var (isStopped, wasAsked, lastWords) = (false, true, "")
        var tooLarge: PlannedFile?
        do throws(DownloadError) {
            let process = try CurlProcess(
                curl.path, ["--disable", "--config", "-"], input: config.text(transfers), lock: lock,
                environment: download.settings.environment)
            try process.run(
                shouldContinue: {
                    wasAsked = shouldContinue()
                    return wasAsked && !isStopped
                },
                tick: {
                    var size = 0
                    for run in running where !run.isSettled {
                        let own = FolderFile.size(part(run.job.file)) ?? 0
                        if own > run.job.file.largest { (isStopped, tooLarge) = (true, run.job.file) }
                        size += own
                    }
                    let waiting = running.first { !$0.isSettled }
                    show(state.bytes + max(0, size), size > 0 ? nil : waiting.map { attempt($0.job) })
                },
                line: { text throws(DownloadError) in
                    guard let result = CurlResult(text), places.indices.contains(result.number) else {
                        lastWords = text
                        return
                    }
                    let place = places[result.number]
                    if place.isChecksum {
                        running[place.index].checksum = result
                    } else {
                        running[place.index].data = result
                    }
                    guard running[place.index].isComplete else { return }
                    isStopped = try settle(&running[place.index]) || isStopped
                })
        } catch {
            guard isStopped, wasAsked, error.code == .interrupted else {
                putBack(running)
                throw error
            }
        }
        if !isStopped, let run = running.first(where: { !$0.isSettled }) {
            throw DownloadError(
                .programMissing, curl.path, "ended without a word about \(run.job.file.name)",
                hint: lastWords.isEmpty ? nil : "it said: \(lastWords)")
        }
        putBack(running)
        if let tooLarge {
            removeParts(tooLarge)
            throw DownloadError(.network, tooLarge.url, "the answer is larger than any real one")
        }
    }

    /// Puts back what curl has not said anything of.
    private func putBack(_ running: [Running]) {
        for run in running.reversed() where !run.isSettled {
            limiter.finish(run.ticket, now: SystemClock.monotonic.seconds)
            jobs.insert(run.job, at: 0)
        }
    }

    private func attempt(_ job: Job) -> DownloadProgress.Attempt {
        let host = job.file.url.split(separator: "/").dropFirst().first.map(String.init) ?? job.file.url
        return DownloadProgress.Attempt(
            host: host, number: job.tries + 1, most: download.settings.patience.tries, reason: job.reason)
    }

    private func show(_ bytes: Int, _ attempt: DownloadProgress.Attempt?) {
        var shown = state
        shown.attempt = attempt
        shown.bytes = bytes
        shown.bytesPerSecond = Double(bytes) / max(0.001, SystemClock.monotonic.seconds - begin)
        progress(shown)
    }
}
