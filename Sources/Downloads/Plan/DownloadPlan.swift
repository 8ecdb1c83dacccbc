import LiquidationCore

/// The files that a request needs and how each is asked for; nothing has been asked for yet.
package struct DownloadPlan: Sendable {
    /// What was wanted.
    package let request: DownloadRequest
    /// In the order of kinds and times; a chain of pages is one entry, its first page.
    package internal(set) var files: [PlannedFile] = []
    /// What will be missing, and why, in sentences.
    package private(set) var notes: [String] = []

    private let venue: VenueOffer
    private let endpoints: Endpoints
    private let now: Timestamp
    private let held: [ManifestFile]

    /// A plan.
    ///
    /// - Parameters:
    ///   - request: what is wanted.
    ///   - now: tells which days are over.
    ///   - environment: variables, of which those that name endpoints count.
    ///   - held: files that are there: what they cover is not asked for again.
    /// - Throws: ``DownloadError`` `.usage` for a bad variable.
    init(
        _ request: DownloadRequest, now: Timestamp, environment: [String: String], held: [ManifestFile] = []
    ) throws(DownloadError) {
        (self.request, self.now, self.held) = (request, now, held)
        venue = VenueOffer.named(request.venue)
        endpoints = try Endpoints(venue, environment: environment)
        for kind in request.kinds { add(kind) }
        var seen: Set<String> = []
        files.removeAll { !seen.insert($0.name).inserted }
    }

    private mutating func add(_ kind: DataKind) {
        let all = TimeSpan(request.from, request.to)
        // Nothing is known of what comes.
        let tomorrow = Calendar.midnight(now).adding(Calendar.day)
        guard let past = all.meeting(TimeSpan(Timestamp(milliseconds: 0), tomorrow)) else {
            notes.append("\(kind.rawValue): \(request.from.day) has not begun yet")
            return
        }
        if past.to < all.to { notes.append("\(kind.rawValue): nothing after \(now.day), which is today") }
        var rest = past
        for case .archive(let archive) in venue.offers[kind] ?? [] {
            let end = archive.end(now)
            if let span = past.meeting(TimeSpan(archive.first, end)) { add(archive, kind, span) }
            if archive.first > past.from {
                notes.append(
                    "\(kind.rawValue): nothing before \(archive.first.day), when \(venue.id) began it")
            }
            rest = TimeSpan(max(past.from, min(end, past.to)), past.to)
        }
        guard rest.from < rest.to else { return }
        let pages = venue.pages(of: kind)
        if pages.isEmpty {
            let more = kind == .metrics ? "; open-interest and ratios have them" : "; run it again then"
            notes.append(
                "\(kind.rawValue): \(rest.from.day) and later are published a day after their end\(more)")
        }
        let hasArchive = venue.offers[kind]?.count != pages.count
        for page in pages { add(page, kind, rest, hasArchive ? Calendar.day : .max) }
    }

    // MARK: Archives

    private mutating func add(_ archive: ArchiveOffer, _ kind: DataKind, _ span: TimeSpan) {
        for piece in span.pieces(Calendar.nextMonth) {
            let month = TimeSpan(Calendar.beginOfMonth(piece.from), Calendar.nextMonth(piece.from))
            let isOver = now >= month.to.adding(Int64(archive.monthDelay) * Calendar.day)
            let days = archive.daily.map { path in piece.days.map { file(archive, path, kind, $0) } } ?? []
            let missing = days.filter { !isHeld($0) }
            // A month of which some days are there, or are not wanted, is made of days: nothing is fetched twice.
            let isWanted = archive.daily == nil || (piece == month && missing.count == days.count)
            guard let monthly = archive.monthly, isOver, isWanted else {
                files += missing
                continue
            }
            var whole = file(archive, monthly, kind, month)
            // The newest month may be late; its days are there.
            if now < month.to.adding(40 * Calendar.day) { whole.instead = days }
            if !isHeld(whole) { files.append(whole) }
        }
    }

    private func file(
        _ archive: ArchiveOffer, _ path: String, _ kind: DataKind, _ span: TimeSpan
    ) -> PlannedFile {
        let interval = path.contains("{interval}") ? request.interval : nil
        let filled = Template(symbol: request.symbol, interval: request.interval, span: span).fill(path)
        let url = endpoints.address("archive", filled)
        return PlannedFile(
            kind: kind, name: String(filled.split(separator: "/").last ?? ""), url: url,
            checksumURL: archive.checksum.map { url + $0 }, span: span, interval: interval, isArchive: true)
    }

    private func isHeld(_ file: PlannedFile) -> Bool {
        held.contains { held in
            held.isWhole && held.isLast && held.series == file.series && held.span.covers(file.span)
        }
    }

    // MARK: Pages

    private mutating func add(_ page: PagesOffer, _ kind: DataKind, _ wanted: TimeSpan, _ most: Int64) {
        let interval = page.interval(request.interval)
        let reach = page.first(now: now, interval: interval)
        guard let span = wanted.meeting(TimeSpan(reach, wanted.to)) else {
            notes.append("\(page.name): \(venue.id) goes back to \(reach.day) alone\(older(kind))")
            return
        }
        if span.from > wanted.from {
            notes.append(
                "\(page.name): nothing before \(reach.day): \(venue.id) goes no further back\(older(kind))")
        }
        if let interval, interval != request.interval {
            notes.append("\(page.name): every \(interval), \(venue.id) has none every \(request.interval)")
        }
        for span in page.spans(span, interval: interval, most: most) {
            let file = file(page, kind, span, interval)
            if !isHeld(file) { files.append(file) }
        }
    }

    private func file(
        _ page: PagesOffer, _ kind: DataKind, _ span: TimeSpan, _ interval: String?
    ) -> PlannedFile {
        let template = Template(
            symbol: request.symbol, interval: interval.flatMap { page.intervals[$0] } ?? "", span: span)
        let parts = [venue.id, request.symbol.replacing(":", with: "."), page.name, interval]
        let isChain = page.isChain
        return PlannedFile(
            kind: kind,
            name: (parts.compactMap(\.self) + [span.from.inFileName]).joined(separator: "-")
                + (isChain ? "-0001.json" : ".json"),
            url: endpoints.address("api", template.fill(page.path)), body: page.body.map(template.fill),
            span: span, interval: interval, series: page.name, cost: page.cost, follow: page.follow,
            rows: page.rows)
    }

    private func older(_ kind: DataKind) -> String {
        venue.id == "binance" && (kind == .openInterest || kind == .ratios) ? "; ask for metrics" : ""
    }
}

extension ArchiveOffer {
    fileprivate var first: Timestamp { since.flatMap(Timestamp.init(day:)) ?? Timestamp(milliseconds: 0) }

    /// The midnight up to which files are surely there.
    fileprivate func end(_ now: Timestamp) -> Timestamp {
        if daily != nil { return Calendar.midnight(now).adding(-Int64(dayDelay) * Calendar.day) }
        // Only months: the begin of the month that has not come yet.
        return Calendar.beginOfMonth(now.adding(-Int64(monthDelay) * Calendar.day))
    }
}

extension PagesOffer {
    /// Whether a page tells of the next.
    fileprivate var isChain: Bool {
        switch follow {
        case .windows, .once: false
        case .token, .oldest: true
        }
    }

    /// The interval that is asked for, or the longest shorter one, or the shortest; `nil` where there are none.
    fileprivate func interval(_ wanted: String) -> String? {
        let known = Calendar.intervals.filter { intervals[$0] != nil }
        guard let length = Calendar.length(wanted) else { return known.first }
        return known.last { Calendar.length($0) ?? .max <= length } ?? known.first
    }

    /// How far back it goes: to the begin of a day, which is left out where it is gone in part.
    fileprivate func first(now: Timestamp, interval: String?) -> Timestamp {
        let back: Int64
        switch reach {
        case .all: return Timestamp(milliseconds: 0)
        case .since(let day): return Timestamp(day: day) ?? now
        case .days(let days): back = days * Calendar.day
        // Some bars less than there are, as more come while they are fetched.
        case .rows(let rows): back = (rows - 5) * (interval.flatMap(Calendar.length) ?? Calendar.hour)
        }
        let first = now.adding(-back)
        let midnight = Calendar.midnight(first)
        guard back > 3 * Calendar.day else {
            return first.adding(-(first.milliseconds % Calendar.hour) + Calendar.hour)
        }
        return midnight == first ? first : midnight.adding(Calendar.day)
    }

    /// The spans of its pages: whole hours or days that do not depend on what is wanted, cut to it.
    fileprivate func spans(_ wanted: TimeSpan, interval: String?, most: Int64) -> [TimeSpan] {
        guard follow != .once else { return [wanted] }
        guard !isChain else { return wanted.days }
        let step = step ?? interval.flatMap(Calendar.length) ?? Calendar.hour
        let full = min(Int64(rows) * step, most)
        let unit = full >= Calendar.day ? Calendar.day : full >= Calendar.hour ? Calendar.hour : step
        let length = full / unit * unit
        return wanted.pieces { $0.adding(length - $0.milliseconds % length) }
    }
}
