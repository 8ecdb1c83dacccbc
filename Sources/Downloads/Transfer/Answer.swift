import LiquidationCore
import MarketData
import PlainText

/// What a page says beside its rows: an error, or where the next page begins.
struct Answer {
    private let value: DocumentValue

    /// - Returns: `nil` where the file is no JSON, which is what a broken answer or somebody's log-in page is.
    init?(_ path: String) {
        guard let value = try? DocumentValue.read(path) else { return nil }
        self.value = value
    }

    /// The venue's error; `nil` in a good answer.
    func error(_ rule: AnswerRule) -> (words: String, isBusy: Bool)? {
        guard let found = value[rule.member]?.scalar else {
            return rule.isRequired ? ("the answer lacks the member \(rule.member)", false) : nil
        }
        if found == rule.good { return nil }
        let words = value[rule.words]?.scalar ?? ""
        let isBusy = rule.busy.contains(found) || rule.busy.contains(words)
        return ([found, words == found ? "" : words].filter { !$0.isEmpty }.joined(separator: ": "), isBusy)
    }

    /// The page after this one; `nil` where it is the last.
    func next(_ file: PlannedFile) throws(DownloadError) -> PlannedFile? {
        switch file.follow {
        case .windows, .once: return nil
        case .token(let member, let parameter):
            guard let token = value[member]?.scalar, !token.isEmpty else { return nil }
            let next = file.following(parameter, token)
            guard next.url != file.url, next.page < 100_000 else { throw Self.endless(file) }
            return next
        case .oldest(let member, let parameter):
            let times = Self.times(value, member)
            guard times.count >= file.rows, let oldest = times.min() else { return nil }
            guard oldest > file.span.from.milliseconds else { return nil }
            let before = file.value(of: parameter).flatMap { Int64($0) } ?? .max
            guard oldest < before else { throw Self.endless(file) }
            // Others of the same instant may lie on the next page; a page of one instant alone has to be left.
            return file.following(parameter, "\(oldest + 1 < before ? oldest + 1 : oldest)")
        }
    }

    private static func endless(_ file: PlannedFile) -> DownloadError {
        DownloadError(.venue, file.name, "the page names itself as the next one")
    }

    /// The times that a member holds, wherever it is.
    private static func times(_ value: DocumentValue, _ member: String) -> [Int64] {
        switch value {
        case .list(let items): items.flatMap { times($0, member) }
        case .record(let members):
            members.flatMap { name, value in
                name == member
                    ? (value.scalar.flatMap { Int64($0) }.map { [$0] } ?? []) : times(value, member)
            }
        default: []
        }
    }
}
