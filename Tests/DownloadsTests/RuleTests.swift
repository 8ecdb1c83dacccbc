import LiquidationCore
import TestSupport
import Testing

@testable import Downloads

@Suite("RequestLimiter") struct RequestLimiterTests {
    @Test(arguments: 1...20)
    func `whenever the venue looks, no span holds more than the limit`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let limit = RequestLimit("a", Int.random(in: 5...20, using: &random), per: 1)
        var limiter = RequestLimiter([limit])
        var (now, arrivals, ends) = (0.0, [(time: Double, weight: Int)](), [(id: Int, time: Double)]())
        for _ in 0..<1000 {
            let weight = Int.random(in: 1...5, using: &random)
            let wait = limiter.wait(for: [RequestCost("a", weight)], now: now)
            if wait <= 0 {
                let length = Double.random(in: 0...0.5, using: &random)
                let id = limiter.start([RequestCost("a", weight)])
                // It reaches the venue at some time while it is under way.
                arrivals.append((now + Double.random(in: 0...length, using: &random), weight))
                ends.append((id, now + length))
            }
            now += Double.random(in: 0...0.05, using: &random)
            for end in ends where end.time <= now { limiter.finish(end.id, now: now) }
            ends.removeAll { $0.time <= now }
        }
        #expect(arrivals.count > 40)
        for arrival in arrivals {
            let sum = arrivals.filter { (arrival.time..<arrival.time + 1).contains($0.time) }.reduce(0) {
                $0 + $1.weight
            }
            #expect(sum <= limit.amount)
        }
    }

    @Test func `a request that costs more than the limit waits for an empty span`() {
        var limiter = RequestLimiter([RequestLimit("a", 5, per: 1)])
        #expect(limiter.wait(for: [RequestCost("a", 9)], now: 0) == 0)
        limiter.finish(limiter.start([RequestCost("a", 1)]), now: 0)
        #expect(limiter.wait(for: [RequestCost("a", 9)], now: 0.25) == 0.75)
    }
}

@Suite("CurlConfig") struct CurlConfigTests {
    @Test func `values are quoted as curl reads them`() {
        let config = CurlConfig(agent: "a\"b\\c", authorities: "/x\ny", parallel: 2, patience: Patience())
        let text = config.text([
            CurlTransfer(
                url: "https://h/?a=1&b", body: #"{"a":1}"#, part: "/d/f.part", isResumed: false, largest: 9)
        ])
        #expect(text.contains(#"user-agent = "a\"b\\c""#))
        #expect(text.contains(#"cacert = "/x\ny""#))
        #expect(text.contains(#"data-raw = "{\"a\":1}""#))
        #expect(text.contains("proto = \"=https\"\n"))
        #expect(!text.contains("continue-at"))
    }

    @Test(
        arguments: [
            ("liq-get 3\t200\t0\t17\t\t12\t", 200, 0, nil, 12),
            ("liq-get 3\t429\t22\t0\t7\t\terror: 429", 429, 22, 7.0, nil),
            ("liq-get 3\t0\t28\t0\tWed, 21 Oct 2026 07:28:00 GMT\t\tslow", 0, 28, nil, nil),
        ] as [(String, Int, Int, Double?, Int?)])
    func `what curl says is read`(line: String, status: Int, code: Int, after: Double?, used: Int?) {
        let result = CurlResult(line)
        #expect(result?.status == status && result?.code == code && result?.number == 3)
        #expect(result?.retryAfter == after && result?.usedWeight == used)
    }

    @Test func `other lines are not results`() {
        for line in ["", "curl: (3) bad", "liq-get\t200", "liq-get x\t200\t0\t1\t\t\t"] {
            #expect(CurlResult(line) == nil)
        }
    }
}

@Suite("PlannedFile") struct ChainTests {
    @Test func `the next page has the next number and an escaped token`() throws {
        let request = try DownloadRequest(
            venue: "kraken", symbol: "PF_XBTUSD", from: "2025-04-12", to: "2025-04-12", kinds: [.trades])
        let first = try #require(try DownloadPlan(request, now: Run.now, environment: [:]).files.first)
        let next = first.following("continuation_token", "a/+=").following("continuation_token", "b&c")
        #expect(next.name == "kraken-PF_XBTUSD-executions-2025-04-12T00-0003.json")
        #expect(next.url.hasSuffix("&count=1000&continuation_token=b%26c"))
        #expect(first.following("continuation_token", "a/+=").url.hasSuffix("=a%2F%2B%3D"))
    }

    @Test(arguments: ["../x", "a/b", ".hidden", "", "manifest.json", "a b", "ä"])
    func `a name in a manifest cannot lead out of the folder`(name: String) {
        #expect(!FolderFile.isName(name))
    }
}
