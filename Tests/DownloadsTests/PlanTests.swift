import LiquidationCore
import Testing

@testable import Downloads

@Suite("DownloadPlan") struct PlanTests {
    static let now = Run.now

    private func plan(
        _ venue: String, _ symbol: String, _ from: String, _ to: String, _ kinds: [DataKind],
        _ interval: String = "5m"
    ) throws -> DownloadPlan {
        let request = try DownloadRequest(
            venue: venue, symbol: symbol, from: from, to: to, kinds: kinds, interval: interval)
        return try DownloadPlan(request, now: Self.now, environment: [:])
    }

    @Test func `months that are over come as months, the rest as days, the newest as pages`() throws {
        let plan = try plan("binance", "BTCUSDT", "2025-02-27", "2025-04-13", [.klines])
        #expect(
            plan.files.map(\.name)
                == ["BTCUSDT-5m-2025-02-27.zip", "BTCUSDT-5m-2025-02-28.zip", "BTCUSDT-5m-2025-03.zip"]
                + (1...11).map { "BTCUSDT-5m-2025-04-\($0 < 10 ? "0" : "")\($0).zip" }
                + [
                    "binance-BTCUSDT-klines-5m-2025-04-12T00.json",
                    "binance-BTCUSDT-klines-5m-2025-04-13T00.json",
                ])
        #expect(
            plan.files[2].url
                == "https://data.binance.vision/data/futures/um/monthly/klines/BTCUSDT/5m/BTCUSDT-5m-2025-03.zip"
        )
        #expect(plan.files[2].checksumURL == plan.files[2].url + ".CHECKSUM")
        #expect(plan.weights == ["weight": 20])
    }

    @Test func `a month that may be late is replaced by its days`() throws {
        let plan = try plan("binance", "BTCUSDT", "2025-01-01", "2025-03-31", [.trades])
        #expect(plan.files.map { $0.instead.count } == [0, 0, 31])
    }

    @Test func `what is not published yet is said`() throws {
        let plan = try plan("binance", "BTCUSDT", "2025-04-01", "2025-05-01", [.metrics])
        #expect(plan.files.count == 11)
        #expect(
            plan.notes == [
                "metrics: nothing after 2025-04-13, which is today",
                "metrics: 2025-04-12 and later are published a day after their end; open-interest and ratios have them",
            ])
    }

    @Test func `how far back a venue goes is said`() throws {
        let plan = try plan("binance", "BTCUSDT", "2025-01-01", "2025-04-12", [.openInterest], "1h")
        #expect(plan.files.first?.span.from.day == "2025-03-16")
        #expect(
            plan.notes == [
                "open-interest: nothing before 2025-03-16: binance goes no further back; ask for metrics"
            ])
    }

    @Test(arguments: VenueOffer.all.map(\.id))
    func `the pieces of a series follow one another without gap and overlap`(venue: String) throws {
        let offer = VenueOffer.named(venue)
        for interval in ["1m", "5m", "1h", "4h"] {
            let plan = try plan(
                venue, offer.symbols.example, "2025-03-29", "2025-04-13", offer.kinds, interval)
            #expect(!plan.files.isEmpty)
            for pieces in Dictionary(grouping: plan.files, by: \.series).values {
                let spans = pieces.map(\.span)
                for (first, second) in zip(spans, spans.dropFirst()) {
                    #expect(first.to == second.from, "\(pieces[0].series) \(interval)")
                }
            }
            #expect(Set(plan.files.map(\.name)).count == plan.files.count)
            for file in plan.files {
                #expect(!file.url.contains("{") && file.body?.contains("{symbol}") != true, "\(file.url)")
                #expect(FolderFile.isName(file.name), "\(file.name)")
            }
        }
    }

    @Test func `the bounds of pages do not depend on the first day`() throws {
        let long = try plan("bybit", "BTCUSDT", "2025-03-01", "2025-04-12", [.klines])
        let short = try plan("bybit", "BTCUSDT", "2025-03-09", "2025-04-12", [.klines])
        #expect(short.files.dropFirst().allSatisfy(long.files.contains))
    }

    @Test func `a page holds no more rows than the venue gives`() throws {
        let plan = try plan("okx", "BTC-USDT-SWAP", "2025-03-09", "2025-04-12", [.klines], "3m")
        #expect(
            plan.files.allSatisfy { $0.span.to.milliseconds - $0.span.from.milliseconds <= 100 * 180_000 })
    }

    @Test(arguments: VenueOffer.all.map(\.id))
    func `a kind is offered or it is said why not, and sources are named`(venue: String) {
        let offer = VenueOffer.named(venue)
        for kind in DataKind.allCases {
            #expect((offer.offers[kind] == nil) == (offer.reasons[kind] != nil), "\(kind)")
        }
        for case .pages(let page) in offer.offers.values.joined() {
            #expect(
                page.source.page.hasPrefix("https://")
                    && page.source.read.map { Timestamp(day: $0) != nil } ?? true)
            #expect(page.cost.allSatisfy { cost in offer.limits.contains { $0.group == cost.group } })
        }
    }

    @Test func `a dry run tells addresses, costs and what is missing`() throws {
        let text = try plan("kraken", "PF_XBTUSD", "2025-04-12", "2025-04-13", [.liquidations]).text
        #expect(
            text.contains(
                "kraken-PF_XBTUSD-executions-2025-04-12T00-0001.json and pages that follow [1 requests]"))
        #expect(
            text.contains(
                "GET https://futures.kraken.com/api/history/v3/market/PF_XBTUSD/executions?sort=asc&since=1744416000000"
            ))
        #expect(text.contains("2 files, at least 2 requests; counted: 2 requests"))
    }
}

@Suite("DownloadRequest") struct RequestTests {
    private func refusal(
        _ venue: String = "binance", _ symbol: String = "BTCUSDT", _ from: String = "2025-04-01",
        _ to: String = "2025-04-02", _ kinds: [DataKind] = [], _ interval: String = "5m"
    ) -> DownloadError? {
        #expect(throws: DownloadError.self) {
            try DownloadRequest(
                venue: venue, symbol: symbol, from: from, to: to, kinds: kinds, interval: interval)
        }
    }

    @Test(arguments: [
        "../BTCUSDT", "BTC/USDT", "BTCUSDT?limit=1", "BTCUSDT&x=1", "", "BTC USDT", "BTCUSDT\n", "ÄUSDT",
    ])
    func `a symbol that could lead elsewhere is refused`(symbol: String) {
        for venue in VenueOffer.names { #expect(refusal(venue, symbol)?.code == .usage) }
    }

    @Test(arguments: [
        ("binance", "btcusdt", "did you mean BTCUSDT?"),
        ("binance", "BTC-USDT-SWAP", "binance spells symbols as BTCUSDT"),
        ("okx", "BTCUSDT", "okx spells symbols as BTC-USDT-SWAP"),
        ("kraken", "XBTUSD", "kraken spells symbols as PF_XBTUSD"),
        ("bybit", "BTCUSD", "bybit spells symbols as BTCUSDT"),
    ])
    func `a symbol in another venue's spelling is refused with an example`(
        venue: String, symbol: String, hint: String
    ) { #expect(refusal(venue, symbol)?.hint == hint) }

    @Test func `what a venue does not publish is refused with its reason`() {
        let error = refusal("hyperliquid", "BTC", "2025-04-01", "2025-04-02", [.liquidations])
        #expect(error?.code == .notOffered)
        #expect(
            error?.description
                == "--what liquidations: Hyperliquid publishes no liquidations (hyperliquid has klines, funding)"
        )
        #expect(
            refusal("kraken", "PF_XBTUSD", "2025-04-01", "2025-04-02", [.klines], "3m")?.code == .notOffered)
    }

    @Test func `days, intervals, kinds and venues are checked`() throws {
        #expect(refusal("binance", "BTCUSDT", "2025-02-30")?.place == "--from")
        #expect(
            refusal("binance", "BTCUSDT", "2025-04-03")?.message
                == "must not lie before --from 2025-04-03, was 2025-04-02")
        #expect(refusal("binance", "BTCUSDT", "2025-04-01", "2025-04-02", [], "7m")?.place == "--interval")
        #expect(refusal("bybt", "BTCUSDT")?.hint == "did you mean 'bybit'?")
        #expect(throws: DownloadError.self) { try DataKind.list("klines,candles") }
        #expect(try DataKind.list("funding,klines") == [.klines, .funding])
    }

    @Test(arguments: [
        "ftp://x", "https://", "https:///x", "https://u@h", "https://h?x", "h:1", "https://h\n",
    ])
    func `a variable that is no address is refused`(address: String) {
        #expect(throws: DownloadError.self) {
            try Endpoints(.binance, environment: ["LIQ_ENDPOINT_BINANCE_ARCHIVE": address])
        }
    }
}
