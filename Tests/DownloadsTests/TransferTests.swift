import Foundation
import LiquidationCore
import TestSupport
import Testing

@testable import Downloads

@Suite("Download", .needsVenues) struct TransferTests {
    @Test func `a file is listed with its size and hash, and a second run asks for the unfinished alone`()
        throws
    {
        let (server, folder) = (try VenueServer(isSecure: true), try TemporaryFolder())
        let report = try Run.fetch(Run.request(), from: server, into: folder)
        #expect(report.fetched.count == 5 && report.kept == 0 && report.notes.isEmpty)
        #expect(try Run.files(folder) == Run.undisturbed)
        #expect(try server.requests.count == 9)
        #expect(try server.requests.allSatisfy { $0.agent == "liq/0.1.0" })
        let again = try Run.fetch(Run.request(), from: server, into: folder)
        #expect(again.fetched.isEmpty && again.kept == 5)
        #expect(try server.requests.count == 9)
        #expect(
            try Manifest.read(folder.path)?.text
                == String(contentsOfFile: folder.path + "/manifest.json", encoding: .utf8))
    }

    static let faults: [(String, String)] = [
        (
            "429 with Retry-After",
            #"{"match": "zip$", "do": "status", "status": 429, "headers": {"Retry-After": "1"}}"#
        ),
        ("429 without", #"{"match": "fapi", "do": "status", "status": 429}"#),
        ("418", #"{"match": "04-09.zip$", "do": "status", "status": 418}"#),
        ("403", #"{"match": "04-09.zip$", "do": "status", "status": 403}"#),
        (
            "5xx for files and checksums",
            #"{"match": ".", "do": "status", "status": 503, "times": 4, "body": "<html>"}"#
        ),
        ("half files", #"{"match": "zip$", "do": "truncate", "times": 5}"#),
        ("half pages", #"{"match": "fapi", "do": "truncate", "times": 2}"#),
        ("half checksums", #"{"match": "CHECKSUM", "do": "truncate", "times": 2}"#),
        ("other bytes once", #"{"match": "04-10.zip$", "do": "garble"}"#),
        ("silence", #"{"match": "04-10.zip$", "do": "stall", "seconds": 1.5}"#),
        ("a page that is none", #"{"match": "fapi", "do": "body", "body": "<html>log in</html>"}"#),
        (
            "busy within the answer",
            #"{"match": "fapi", "do": "body", "body": "{\"code\":-1003,\"msg\":\"slow down\"}"}"#
        ),
        (
            "half a file that is not continued",
            #"{"match": "04-10.zip$", "do": "truncate"}, {"match": "04-10.zip$", "do": "norange"}"#
        ),
    ]

    @Test(arguments: faults)
    func `a fault that passes leaves the same bytes as none`(name: String, fault: String) throws {
        let (server, folder) = (try VenueServer("[\(fault)]"), try TemporaryFolder())
        let report = try Run.fetch(Run.request(), from: server, into: folder)
        #expect(report.failures.isEmpty)
        #expect(try Run.files(folder) == Run.undisturbed)
        let limit = try server.requests.map(\.time)
        if name.hasPrefix("429 with R") {
            // Nobody asks between the refusal, which ends the run of curl, and the second that the venue wants.
            #expect(zip(limit, limit.dropFirst()).contains { $1 - $0 > 0.95 })
        }
    }

    @Test func `a half file is continued where it ended`() throws {
        let fault = #"[{"match": "04-09.zip$", "do": "truncate"}]"#
        let (server, folder) = (try VenueServer(fault), try TemporaryFolder())
        try Run.fetch(Run.request(), from: server, into: folder)
        #expect(try server.requests.map(\.range).filter { !$0.isEmpty } == ["bytes=20000-"])
    }

    @Test func `a file that is not its checksum's twice is refused, the others are kept`() throws {
        let fault = #"[{"match": "04-09.zip$", "do": "garble", "times": 2}]"#
        let (server, folder) = (try VenueServer(fault), try TemporaryFolder())
        let report = try Run.fetch(Run.request(), from: server, into: folder)
        #expect(report.failures.map(\.code) == [.checksum])
        #expect(report.failures.first?.place == "BTCUSDT-5m-2025-04-09.zip")
        let names = try Run.files(folder).keys.sorted()
        #expect(names == Run.undisturbed.keys.filter { !$0.contains("04-09") }.sorted())
        try Run.fetch(Run.request(), from: server, into: folder)
        #expect(try Run.files(folder) == Run.undisturbed)
    }

    @Test func `days that are not published are reported and tried again by the next run`() throws {
        let fault = #"[{"match": "04-(09|11).zip", "do": "status", "status": 404, "times": 4}]"#
        let (server, folder) = (try VenueServer(fault), try TemporaryFolder())
        let report = try Run.fetch(Run.request(), from: server, into: folder)
        #expect(report.unpublished.sorted() == ["BTCUSDT-5m-2025-04-09.zip", "BTCUSDT-5m-2025-04-11.zip"])
        #expect(report.fetched.count == 3)
        try Run.fetch(Run.request(), from: server, into: folder)
        #expect(try Run.files(folder) == Run.undisturbed)
    }

    @Test func `the venue's words are told`() throws {
        let (server, folder) = (try VenueServer(), try TemporaryFolder())
        let binance = #expect(throws: DownloadError.self) {
            try Run.fetch(
                try DownloadRequest(
                    venue: "binance", symbol: "NONEUSDT", from: "2025-04-12", to: "2025-04-12",
                    kinds: [.klines]),
                from: server, into: folder)
        }
        #expect(binance?.code == .venue)
        #expect(binance?.message == "the venue answers 400: -1121: Invalid symbol.")
        let bybit = #expect(throws: DownloadError.self) {
            try Run.fetch(
                try DownloadRequest(venue: "bybit", symbol: "NONEUSDT", from: "2025-04-12", to: "2025-04-12"),
                from: server, into: try TemporaryFolder())
        }
        #expect(bybit?.message == "the venue answers 10001: params error: symbol invalid")
    }

    @Test func `a venue that never answers ends the run after some tries`() throws {
        let fault = #"[{"match": "fapi", "do": "status", "status": 500, "times": -1}]"#
        let (server, folder) = (try VenueServer(fault), try TemporaryFolder())
        let error = #expect(throws: DownloadError.self) {
            try Run.fetch(Run.request(), from: server, into: folder)
        }
        #expect(error?.code == .network && error?.message == "the venue answers 500, after 4 tries")
        #expect(try server.requests.count { $0.path.hasPrefix("/fapi") } == 4)
        #expect(try Manifest.read(folder.path)?.files.count == 4)
    }

    @Test func `a redirection from TLS to plain HTTP is not followed`() throws {
        let other = try VenueServer()
        let fault =
            #"[{"match": "fapi", "do": "redirect", "to": "http://127.0.0.1:\#(other.port)/fapi/v1/klines"}]"#
        let (server, folder) = (try VenueServer(fault, isSecure: true), try TemporaryFolder())
        let error = #expect(throws: DownloadError.self) {
            try Run.fetch(Run.request(), from: server, into: folder)
        }
        #expect(error?.message.hasPrefix("a redirection was not followed") == true)
        #expect(try other.requests.isEmpty)
    }

    @Test func `a certificate of an unknown authority is refused at once`() throws {
        let (server, folder) = (try VenueServer(isSecure: true), try TemporaryFolder())
        var environment = server.environment
        environment["LIQ_CA_FILE"] = nil
        let error = #expect(throws: DownloadError.self) {
            try Download(Run.request(), into: folder.path, settings: Run.settings(environment)).run()
        }
        #expect(error?.hint?.hasPrefix("LIQ_CA_FILE") == true)
        #expect(try Run.files(folder).keys.allSatisfy { $0 == Manifest.name || $0.hasSuffix(".part") })
    }

    @Test func `no span of time holds more requests than the limit`() throws {
        let (server, folder) = (try VenueServer(), try TemporaryFolder())
        let request = try DownloadRequest(
            venue: "bybit", symbol: "BTCUSDT", from: "2025-03-20", to: "2025-04-12",
            kinds: [.klines, .funding])
        var settings = Run.settings(server.environment)
        settings.limits = [RequestLimit("requests", 5, per: 0.4)]
        let report = try Download(request, into: folder.path, settings: settings).run()
        let times = try server.requests.map(\.time)
        #expect(times.count == report.fetched.count && times.count > 11)
        for (first, sixth) in zip(times, times.dropFirst(5)) { #expect(sixth - first > 0.4) }
    }

    @Test func `what a venue says it has counted is obeyed`() throws {
        let fault = #"[{"match": "fapi", "headers": {"X-MBX-USED-WEIGHT-1M": "95"}, "times": 1}]"#
        let (server, folder) = (try VenueServer(fault), try TemporaryFolder())
        let request = try DownloadRequest(
            venue: "binance", symbol: "BTCUSDT", from: "2025-04-12", to: "2025-04-13", kinds: [.klines])
        var settings = Run.settings(server.environment)
        settings.limits = [RequestLimit("weight", 100, per: 0.6)]
        // The first page alone, so that the second comes after its answer.
        let first = try DownloadRequest(
            venue: "binance", symbol: "BTCUSDT", from: "2025-04-12", to: "2025-04-12", kinds: [.klines])
        var limiter = RequestLimiter(settings.limits ?? [])
        limiter.observe(95, of: "weight", now: 10)
        #expect(limiter.wait(for: [RequestCost("weight", 10)], now: 10.2) > 0.39)
        #expect(limiter.wait(for: [RequestCost("weight", 10)], now: 10.61) == 0)
        _ = try Download(first, into: folder.path, settings: settings).run()
        _ = try Download(request, into: folder.path, settings: settings).run()
        #expect(try server.requests.count == 2)
    }

    @Test func `an update asks for the last page and what is new`() throws {
        let (server, folder) = (try VenueServer(), try TemporaryFolder())
        let before = Run.now.adding(-Calendar.day)
        try Run.fetch(Run.request(), from: server, into: folder, now: before)
        let count = try server.requests.count
        let report = try Download(updating: folder.path, settings: Run.settings(server.environment)).run()
        #expect(
            report.fetched.sorted() == [
                "binance-BTCUSDT-klines-5m-2025-04-12T00.json",
                "binance-BTCUSDT-klines-5m-2025-04-13T00.json",
            ])
        #expect(try server.requests.count == count + 2)
    }

    @Test func `pages that a file covers are replaced by it`() throws {
        let (server, folder) = (try VenueServer(), try TemporaryFolder())
        // On the day itself there are pages; later there are files.
        let day = Run.now.adding(-Calendar.day)
        try Run.fetch(Run.request(), from: server, into: folder, now: day)
        #expect(try Run.files(folder).keys.contains("binance-BTCUSDT-klines-5m-2025-04-12T00.json"))
        try Run.fetch(Run.request(), from: server, into: folder, now: day.adding(3 * Calendar.day))
        let names = try Run.files(folder).keys
        #expect(!names.contains("binance-BTCUSDT-klines-5m-2025-04-12T00.json"))
        #expect(names.contains("BTCUSDT-5m-2025-04-12.zip"))
    }

    @Test func `a chain of pages goes on where it stopped`() throws {
        let folder = try TemporaryFolder()
        let request = try DownloadRequest(
            venue: "kraken", symbol: "PF_XBTUSD", from: "2025-04-12", to: "2025-04-13", kinds: [.liquidations]
        )
        // 4,320 executions a day: five pages; 1,801 until ten o'clock.
        let morning = try VenueServer(now: Run.now.milliseconds)
        #expect(try Run.fetch(request, from: morning, into: folder).fetched.count == 5 + 2)
        let evening = try VenueServer()
        let later = Run.now.adding(2 * Calendar.day)
        let report = try Run.fetch(request, from: evening, into: folder, now: later)
        #expect(
            report.fetched == (2...5).map { "kraken-PF_XBTUSD-executions-2025-04-13T00-000\($0).json" })
        let whole = try TemporaryFolder()
        try Run.fetch(request, from: evening, into: whole, now: later)
        var (found, wanted) = (try Run.files(folder), try Run.files(whole))
        // They came at other times.
        found[Manifest.name] = nil
        wanted[Manifest.name] = nil
        #expect(found == wanted)
        #expect(try Run.fetch(request, from: evening, into: folder, now: later).fetched.isEmpty)
    }

    @Test func `pages that go back in time reach the begin of the day`() throws {
        let (server, folder) = (try VenueServer(), try TemporaryFolder())
        let request = try DownloadRequest(
            venue: "okx", symbol: "BTC-USDT-SWAP", from: "2025-04-11", to: "2025-04-11",
            kinds: [.liquidations])
        // 108 liquidations; the oldest of the first page begins the second, as others may be as old.
        let report = try Run.fetch(request, from: server, into: folder)
        #expect(report.fetched.count == 2)
        let text = try Run.files(folder).filter { $0.key != Manifest.name }.values
            .map { String(decoding: $0, as: UTF8.self) }.joined()
        #expect(text.matches(of: #/"ts"/#).count == 109)
    }

    @Test func `a venue that is posted to is asked as it wants`() throws {
        let (server, folder) = (try VenueServer(), try TemporaryFolder())
        let request = try DownloadRequest(
            venue: "hyperliquid", symbol: "BTC", from: "2025-04-12", to: "2025-04-12",
            kinds: [.klines, .funding])
        #expect(try Run.fetch(request, from: server, into: folder).fetched.count == 2)
    }

    @Test func `a folder of something else is refused`() throws {
        let (server, folder) = (try VenueServer(), try TemporaryFolder())
        try Run.fetch(Run.request(), from: server, into: folder)
        let error = #expect(throws: DownloadError.self) {
            try Run.fetch(Run.request("ETHUSDT"), from: server, into: folder)
        }
        #expect(error?.message == "holds data of BTCUSDT, and ETHUSDT was asked for")
        try folder.write("manifest.json", "{\"version\": 7}")
        #expect(throws: DownloadError.self) { try Run.fetch(Run.request(), from: server, into: folder) }
    }

    @Test func `a file that has changed is fetched again`() throws {
        let (server, folder) = (try VenueServer(), try TemporaryFolder())
        try Run.fetch(Run.request(), from: server, into: folder)
        try folder.write("BTCUSDT-5m-2025-04-09.zip", "x")
        let report = try Run.fetch(Run.request(), from: server, into: folder)
        #expect(report.notes == ["BTCUSDT-5m-2025-04-09.zip: had changed, it is fetched again"])
        #expect(try Run.files(folder) == Run.undisturbed)
    }

    @Test func `without curl the package that has it is named`() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: DownloadError.self) {
            try Download(Run.request(), into: folder.path, settings: Run.settings(["PATH": folder.path]))
                .run()
        }
        #expect(error?.code == .programMissing && error?.hint?.contains("apt install curl") == true)
    }

    @Test func `a curl that is too old or does not do its work ends the run`() throws {
        let folder = try TemporaryFolder()
        for (version, code) in [("7.74.0", "curl 7.84 or later"), ("8.1.0", "ended without a word")] {
            let script = "#!/bin/sh\n[ \"$2\" = --version ] && echo curl \(version) || echo curl: strange\n"
            let path = try folder.write("bin/curl", script)
            chmod(path, 0o755)
            let settings = Run.settings(["PATH": folder.path + "/bin:/bin:/usr/bin"])
            let error = #expect(throws: DownloadError.self) {
                try Download(Run.request(), into: folder.path + "/data", settings: settings).run()
            }
            #expect(error?.code == .programMissing && error?.message.hasPrefix(code) == true)
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/data/manifest.json"))
    }
}
