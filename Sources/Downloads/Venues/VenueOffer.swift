/// Everything that is known of how a venue gives its history away: a table of values, without behaviour.
///
/// Addresses and templates are texts in which ``Template`` fills what stands in braces.
package struct VenueOffer: Sendable {
    /// The name that a user types, also the beginning of file names.
    let id: String
    /// Where it is: the name of an endpoint, and its address without a slash at the end. `api` and `archive` are
    /// overridden by `LIQ_ENDPOINT_BINANCE` and `LIQ_ENDPOINT_BINANCE_ARCHIVE`.
    let endpoints: [String: String]
    /// How symbols are spelt.
    let symbols: SymbolRule
    /// How many requests may be spent in what time.
    let limits: [RequestLimit]
    /// The most transfers at a time.
    let parallel: Int
    /// How an answer says that it is an error.
    let answers: AnswerRule
    /// Kinds of data that are fetched where a user names none.
    let usual: [DataKind]
    /// What each kind is made of.
    let offers: [DataKind: [Offer]]
    /// Why a kind is not offered, for each that ``offers`` lacks.
    let reasons: [DataKind: String]
}

/// One way to get one kind of data.
enum Offer: Sendable {
    case archive(ArchiveOffer)
    case pages(PagesOffer)
}

/// Files of whole days and months.
struct ArchiveOffer: Sendable {
    /// Path after the endpoint `archive`, with `{symbol}`, `{interval}` and `{month}`; `nil` where there are none.
    var monthly: String?
    /// The same with `{day}`.
    var daily: String?
    /// The ending of the file beside each that holds its SHA-256; `nil` where there is none.
    var checksum: String? = ".CHECKSUM"
    /// Days from the end of a day, or of a month, until its file is surely there.
    var dayDelay = 1, monthDelay = 8
    /// The first day, where that is known.
    var since: String?
    /// Where this is written.
    let source: Source
}

/// Pages of an interface that answers requests.
struct PagesOffer: Sendable {
    /// What the files are called: `klines`.
    let name: String
    /// Path and query after the endpoint `api`.
    let path: String
    /// What is posted; `nil` for GET.
    var body: String?
    /// The most rows of a page.
    let rows: Int
    /// The shortest time between two rows, in milliseconds; `nil` where it is the interval that is asked for.
    var step: Int64?
    /// The intervals and how the venue writes them; empty where there is none.
    var intervals: [String: String] = [:]
    /// How pages follow one another.
    var follow = Following.windows
    /// What a request costs, by ``RequestLimit/group``.
    let cost: [RequestCost]
    /// How far back it goes.
    var reach = Reach.all
    /// Where this is written.
    let source: Source
}

/// How pages follow one another.
enum Following: Hashable, Sendable {
    /// Spans of time that hold no more rows than a page, known in advance.
    case windows
    /// All there is in one answer.
    case once
    /// A day begins with its span; each further page is asked for by a member of the one before, as this parameter.
    case token(member: String, parameter: String)
    /// A day is asked for from its end; each further page ends at the oldest time of the one before.
    case oldest(member: String, parameter: String)
}

/// How far back a venue answers.
enum Reach: Hashable, Sendable {
    case all
    /// So many days before now.
    case days(Int64)
    /// So many rows before now.
    case rows(Int64)
    /// From this day.
    case since(String)
}

/// A sum that may be spent in a span of time, by all requests of a group together.
package struct RequestLimit: Hashable, Sendable {
    let group: String
    let amount: Int
    /// Seconds.
    let span: Double

    /// A limit by its parts; the span is in seconds.
    package init(_ group: String, _ amount: Int, per span: Double) {
        (self.group, self.amount, self.span) = (group, amount, span)
    }
}

/// What one request takes of a limit.
struct RequestCost: Hashable, Sendable {
    let group: String
    let weight: Int

    init(_ group: String, _ weight: Int = 1) { (self.group, self.weight) = (group, weight) }
}

/// How symbols are spelt, and what to say of those that are not.
struct SymbolRule: Sendable {
    let example: String
    /// Characters besides digits and capital letters.
    var marks = ""
    var allowsSmallLetters = false
    /// One of these begins it, ends it; empty where anything may.
    var beginnings: [String] = [], endings: [String] = []
}

/// The member of an answer that says whether it is an error.
struct AnswerRule: Sendable {
    let member: String
    /// What it is in a good answer; `nil` where a good answer has no such member.
    let good: String?
    /// The member with the venue's words.
    let words: String
    /// Whether an answer without the member is none.
    var isRequired = false
    /// Values that mean: later.
    var busy: Set<String> = []
}

/// Where something is written, and when that was read.
struct Source: Hashable, Sendable {
    let page: String
    /// `nil` where the page could not be read, and what programs that ask the venue say of it had to do.
    let read: String?

    init(_ page: String, read: String?) { (self.page, self.read) = (page, read) }
}

extension VenueOffer {
    /// All venues, by name.
    package static let all = [binance, bybit, okx, hyperliquid, kraken]

    /// Names of all venues.
    package static var names: [String] { all.map(\.id) }
}
