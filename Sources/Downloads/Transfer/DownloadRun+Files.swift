import Glibc
import LiquidationCore
import PlainText

// What becomes of one file: kept, tried again, reported or the end of the run.

extension DownloadRun {
    /// Takes what came of a job.
    ///
    /// - Returns: whether the venue wants no more requests for now.
    func settle(_ run: inout Running) throws(DownloadError) -> Bool {
        run.isSettled = true
        let now = SystemClock.monotonic.seconds
        limiter.finish(run.ticket, now: now)
        guard let data = run.data else { return false }
        if let used = data.usedWeight { limiter.observe(used, of: "weight", now: now) }
        var outcome = Outcome(data)
        let file = run.job.file
        if file.checksumURL != nil, let checksum = run.checksum {
            if outcome == .done || data.status == 416 {
                outcome = Outcome(checksum)
                if outcome == .done { return try verify(run.job, wasWhole: data.status == 416, run.started) }
                if outcome == .missing {
                    fail(file, "the venue has no checksum for it, and without one it is not kept")
                    return false
                }
            }
        } else if outcome == .done {
            return try take(run, data)
        }
        switch outcome {
        case .done: return false
        case .missing:
            guard file.isArchive else {
                throw DownloadError(
                    .venue, file.url, "the venue answers 404\(words(file))",
                    hint: "is \(download.request.symbol) its symbol?")
            }
            removeParts(file)
            state.filesDone += 1
            if file.instead.isEmpty { report.unpublished.append(file.name) }
            state.filesAll += file.instead.count
            jobs.insert(contentsOf: file.instead.map { Job(file: $0) }, at: 0)
            return false
        case .later(let reason, let isLimit): return try again(run.job, reason, data, isLimit: isLimit)
        case .over(let reason):
            removeParts(file)
            return try again(run.job, reason, data, isLimit: false)
        case .refused(let reason, let hint):
            throw DownloadError(
                data.status == 0 ? .network : .venue, file.url, reason + words(file), hint: hint)
        }
    }

    /// Puts a job back, or gives it up.
    private func again(
        _ old: Job, _ reason: String, _ result: CurlResult, isLimit: Bool
    ) throws(DownloadError) -> Bool {
        let patience = download.settings.patience
        var job = old
        job.tries += 1
        job.reason = reason
        let wait = patience.wait(after: job.tries, result, chance: Double.random(in: 0...1))
        // A refusal of a whole country looks the same as one of a minute.
        guard job.tries < (result.status == 403 ? min(3, patience.tries) : patience.tries) else {
            throw DownloadError(
                .network, job.file.url, "\(reason), after \(job.tries) tries",
                hint: "run it again later; what has been fetched is kept")
        }
        guard wait <= patience.most else {
            throw DownloadError(
                .network, job.file.url,
                "\(reason), and asks to wait \(NumberText.duration(milliseconds: Int64(wait * 1000)))",
                hint: "run it again then; what has been fetched is kept")
        }
        let until = SystemClock.monotonic.seconds + wait
        job.notBefore = until
        if isLimit, until > pause.until { pause = (until, reason) }
        jobs.insert(job, at: 0)
        return isLimit
    }

    /// Compares an archive with its checksum, and keeps it.
    private func verify(_ job: Job, wasWhole: Bool, _ started: Timestamp) throws(DownloadError) -> Bool {
        let file = job.file
        let sumPath = part(file) { $0 + ".CHECKSUM" }
        let told = try Self.checksum(sumPath, of: file)
        let found = try FolderFile.sha256(part(file), shouldContinue: shouldContinue)
        if told == found {
            try keep(file, sha256: found, next: nil, started)
            return false
        }
        removeParts(file)
        var next = job
        if !wasWhole { next.mismatches += 1 }
        if next.mismatches < 2 {
            jobs.insert(next, at: 0)
        } else {
            fail(file, "SHA-256 is \(found), but its .CHECKSUM says \(told); it came so twice")
        }
        return false
    }

    /// Looks at what came without a checksum, and keeps it.
    private func take(_ run: Running, _ result: CurlResult) throws(DownloadError) -> Bool {
        let file = run.job.file
        var next: PlannedFile?
        if !file.isArchive {
            guard let answer = Answer(part(file)) else {
                return try again(run.job, "the answer is no JSON", result, isLimit: false)
            }
            if let error = answer.error(download.venue.answers) {
                guard error.isBusy else {
                    throw DownloadError(.venue, file.url, "the venue answers \(error.words)")
                }
                return try again(run.job, "the venue answers \(error.words)", result, isLimit: true)
            }
            next = try answer.next(file)
        }
        let sha256 = try FolderFile.sha256(part(file), shouldContinue: shouldContinue)
        try keep(file, sha256: sha256, next: next, run.started)
        if let next {
            state.filesAll += 1
            jobs.insert(Job(file: next), at: 0)
        }
        return false
    }

    /// Gives a file its name and lists it; removes what it holds better than others.
    private func keep(
        _ file: PlannedFile, sha256: String, next: PlannedFile?, _ started: Timestamp
    ) throws(DownloadError) {
        let bytes = FolderFile.size(part(file)) ?? 0
        // A minute, for rows that are not settled at once.
        let isOver = started >= file.span.to.adding(60_000)
        var isWhole = file.isArchive || isOver
        if case .token = file.follow, next != nil { isWhole = true }
        for old in manifest.files.values where old.name != file.name && old.series == file.series {
            let isOfChain = file.isChain && old.span == file.span
            guard file.span.covers(old.span), !isOfChain || (next == nil && old.page > file.page) else {
                continue
            }
            unlink("\(download.folder)/\(old.name)")
            unlink("\(download.folder)/\(old.name).CHECKSUM")
            manifest.files[old.name] = nil
            report.kept -= 1
        }
        if manifest.files[file.name] != nil { report.kept -= 1 }
        manifest.files[file.name] = ManifestFile(
            name: file.name, url: file.url, body: file.body, bytes: bytes, sha256: sha256, fetched: started,
            span: file.span, series: file.series, isWhole: isWhole, page: file.page, isLast: next == nil)
        waiting.append(file)
        report.fetched.append(file.name)
        report.bytes += bytes
        state.bytes += bytes
        state.filesDone += 1
        if bytes > 1 << 20 || SystemClock.monotonic.seconds - written > 1 { try list() }
    }

    private func fail(_ file: PlannedFile, _ reason: String) {
        removeParts(file)
        report.failures.append(DownloadError(.checksum, file.name, reason, hint: "run it again later"))
        state.filesDone += 1
    }

    /// The page of a chain with which it goes on: the one after the last that is whole.
    func resumed(_ file: PlannedFile) throws(DownloadError) -> PlannedFile {
        guard file.isChain else { return file }
        let pages = manifest.files.values.filter {
            $0.series == file.series && $0.span == file.span && $0.isWhole
        }
        var (current, next) = (file, file)
        while let held = pages.first(where: { $0.page == next.page }) {
            guard let answer = Answer("\(download.folder)/\(held.name)") else { return next }
            current = next
            guard let following = try answer.next(current) else { return current }
            next = following
        }
        return next
    }

    func part(_ file: PlannedFile, _ name: (String) -> String = { $0 }) -> String {
        "\(download.folder)/\(name(file.name))\(FolderFile.partEnding)"
    }

    func removeParts(_ file: PlannedFile) {
        unlink(part(file))
        unlink(part(file) { $0 + ".CHECKSUM" })
    }

    /// The venue's words in a page that is an error; with a colon before them.
    private func words(_ file: PlannedFile) -> String {
        guard !file.isArchive, let error = Answer(part(file))?.error(download.venue.answers) else {
            return ""
        }
        return ": \(error.words)"
    }

    /// Writes the manifest, then gives the files that are new in it their names.
    ///
    /// In this order a kill leaves files that are listed and lack, which the next run fetches, and never one that
    /// nobody knows of.
    func list() throws(DownloadError) {
        guard !manifest.files.isEmpty else { return }
        try manifest.write(to: download.folder)
        for file in waiting {
            if file.checksumURL != nil { try FolderFile.commit("\(download.folder)/\(file.name).CHECKSUM") }
            try FolderFile.commit("\(download.folder)/\(file.name)")
        }
        (waiting, written) = ([], SystemClock.monotonic.seconds)
    }

    /// The hash in a file such as `sha256sum` writes.
    private static func checksum(_ path: String, of file: PlannedFile) throws(DownloadError) -> String {
        guard let text = fopen(path, "rb") else { throw FolderFile.failure(path, "cannot read") }
        defer { fclose(text) }
        var room = [UInt8](repeating: 0, count: 4096)
        let count = fread(&room, 1, room.count, text)
        let words = String(decoding: room[..<count], as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard let hash = words.first?.lowercased(), hash.utf8.count == 64, hash.allSatisfy(\.isHexDigit),
            words.count == 1 || words.count == 2 && words[1].drop(while: { $0 == "*" }) == file.name
        else { return "nothing of this file" }
        return hash
    }
}
