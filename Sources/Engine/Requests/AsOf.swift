package import LiquidationCore
package import MarketData
import PlainText

/// The instant that a map is made for: what was known then, and nothing later.
package enum AsOf: Hashable, Sendable {
    /// An instant.
    case instant(Timestamp)
    /// So many milliseconds before the data ends.
    case ago(Int64)

    /// An instant as people write it: `2025-05-20`, `2025-05-20T12:00Z`, milliseconds since 1970, or `3d ago`.
    package init?(text: String) {
        if text.hasSuffix(" ago"), let span = UnitText.duration(String(text.dropLast(4))) {
            self = .ago(span)
            return
        }
        // Up to the year 9999.
        if let milliseconds = Int64(text), milliseconds > 0, milliseconds < 253_402_300_800_000 {
            self = .instant(Timestamp(milliseconds: milliseconds))
            return
        }
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        guard let first = parts.first, parts.count <= 2, let day = Timestamp(day: String(first)) else {
            return nil
        }
        guard parts.count == 2 else {
            self = .instant(day)
            return
        }
        guard parts[1].last == "Z" else { return nil }
        let clock = parts[1].dropLast().split(separator: ":", omittingEmptySubsequences: false)
        let numbers = clock.compactMap { $0.utf8.count == 2 ? Int64($0) : nil }
        guard (2...3).contains(clock.count), numbers.count == clock.count, (0...23).contains(numbers[0]),
            numbers.dropFirst().allSatisfy({ (0...59).contains($0) })
        else { return nil }
        let seconds = numbers[0] * 3600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
        self = .instant(Timestamp(milliseconds: day.milliseconds + seconds * 1000))
    }

    /// As it is written.
    package var text: String {
        switch self {
        case .instant(let instant): "\(instant)"
        case .ago(let span): "\(UnitText.text(milliseconds: span)) ago"
        }
    }
}

extension AsOf {
    /// The instant in milliseconds, where data ends at another.
    func milliseconds(end: Int64) -> Int64 {
        switch self {
        case .instant(let instant): instant.milliseconds
        case .ago(let span): end.subtractingReportingOverflow(span).partialValue
        }
    }
}

extension Dataset {
    /// The end of the last bar, milliseconds; `nil` beyond what can be counted.
    var end: Int64? {
        let (end, overflow) = series.time[series.count - 1].addingReportingOverflow(max(interval, 1))
        return overflow ? nil : end
    }

    /// The bars that opened at an instant or later and had ended by another.
    ///
    /// - Parameters:
    ///   - start: the first bar where `nil`.
    ///   - end: the last bar where `nil`.
    /// - Returns: the same data with these bars.
    /// - Throws: ``EngineError`` `.usage` where there is none.
    package func slice(from start: AsOf?, to end: AsOf?) throws(EngineError) -> Dataset {
        guard let last = self.end else { return self }
        let from = start.map { $0.milliseconds(end: last) } ?? .min
        let to = end.map { $0.milliseconds(end: last) } ?? .max
        let first = series.time.prefix { $0 < from }.count
        let after = series.time.prefix {
            $0 <= to.subtractingReportingOverflow(max(interval, 1)).partialValue
        }
        guard first < after.count else {
            let ends = [start, end].map { $0?.text ?? "the end of the data" }
            throw EngineError(
                .usage,
                "no bar from \(start == nil ? "the begin of the data" : ends[0]) to \(ends[1]): the data has those from "
                    + "\(Timestamp(milliseconds: series.time[0])) to "
                    + "\(Timestamp(milliseconds: series.time[series.count - 1]))")
        }
        return with(series.bars(first..<after.count))
    }
}

extension MapRequest {
    /// Data as it was known at the instant that is asked for: the bars that had ended by then.
    ///
    /// - Throws: ``EngineError`` `.usage` where no bar had.
    func cut(_ dataset: Dataset) throws(EngineError) -> Dataset {
        guard let asOf else { return dataset }
        let (series, interval) = (dataset.series, max(dataset.interval, 1))
        guard let end = dataset.end else { return dataset }
        let instant = asOf.milliseconds(end: end)
        guard let known = series.prefix(endingBy: instant, interval: interval) else {
            throw EngineError(
                .usage,
                "no bar had ended by \(asOf.text): the data begins at \(Timestamp(milliseconds: series.time[0]))",
                subject: .value(asOf.text, of: "as_of"))
        }
        return dataset.with(known)
    }
}
