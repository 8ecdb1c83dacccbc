import Foundation
import LiquidationCore
import TestSupport
import Testing

@testable import Downloads

@Suite("Downloads that end early", .needsVenues) struct EndingTests {
    /// Every file comes at 80 KB a second: half a second each, four at a time.
    static let slow = #"[{"match": "zip$", "do": "slow", "times": -1}]"#

    @Test func `a run that nobody wants any more ends within a second and leaves no half file`() throws {
        let (server, folder) = (try VenueServer(Self.slow), try TemporaryFolder())
        let begin = ContinuousClock.now
        var ended: ContinuousClock.Instant?
        let error = #expect(throws: DownloadError.self) {
            try Download(Run.request(), into: folder.path, settings: Run.settings(server.environment)).run(
                shouldContinue: {
                    guard ContinuousClock.now - begin > .milliseconds(400) else { return true }
                    ended = ended ?? ContinuousClock.now
                    return false
                })
        }
        #expect(error?.code == .interrupted)
        #expect(ContinuousClock.now - (ended ?? begin) < .seconds(1))
        for (name, bytes) in try Run.files(folder) where !name.hasSuffix(".part") && name != Manifest.name {
            #expect(bytes == Run.undisturbed[name], "\(name)")
        }
        try Run.fetch(Run.request(), from: server, into: folder)
        #expect(try Run.files(folder) == Run.undisturbed)
    }

    @Test(arguments: [0.1, 0.25, 0.4])
    func `a run that is killed leaves what the next one completes to the same bytes`(seconds: Double)
        async throws
    {
        let (server, folder) = (try VenueServer(Self.slow), try TemporaryFolder())
        let (port, path) = (server.port, folder.path)
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [port = port as Int, path = path as String, seconds = seconds as Double] in
            var environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""]
            for name in ["BINANCE", "BINANCE_ARCHIVE"] {
                environment["LIQ_ENDPOINT_\(name)"] = "http://127.0.0.1:\(port)"
            }
            let begin = ContinuousClock.now
            _ = try Download(Run.request(), into: path, settings: Run.settings(environment)).run(
                shouldContinue: {
                    if ContinuousClock.now - begin > .seconds(seconds) { kill(getpid(), SIGKILL) }
                    return true
                })
        }
        for (name, bytes) in try Run.files(folder) where !name.hasSuffix(".part") && name != Manifest.name {
            #expect(bytes == Run.undisturbed[name], "\(name)")
        }
        // Its curl is still writing; it is ended first.
        try Run.fetch(Run.request(), from: server, into: folder)
        #expect(try Run.files(folder) == Run.undisturbed)
        #expect(try !server.requests.map(\.range).filter { !$0.isEmpty }.isEmpty || seconds < 0.3)
    }

    @Test func `two runs do not write to one folder`() throws {
        let folder = try TemporaryFolder()
        let lock = try FolderLock(folder.path)
        let error = #expect(throws: DownloadError.self) { try FolderLock(folder.path) }
        #expect(error?.code == .inUse && error?.message == "process \(getpid()) is fetching into it")
        withExtendedLifetime(lock) {}
    }

    @Test func `progress counts files and bytes and tells of waits`() throws {
        let fault = #"[{"match": "fapi", "do": "status", "status": 429, "headers": {"Retry-After": "1"}}]"#
        let (server, folder) = (try VenueServer(fault), try TemporaryFolder())
        var seen: [DownloadProgress] = []
        let report = try Download(
            Run.request(), into: folder.path, settings: Run.settings(server.environment)
        ).run(
            progress: { seen.append($0) })
        #expect(seen.last?.filesDone == 5 && seen.last?.filesAll == 5 && seen.last?.bytes == report.bytes)
        let wait = try #require(seen.compactMap(\.wait).first)
        #expect(
            wait.reason == "the venue answers 429: too many requests" && wait.left > 0.5 && wait.left <= 1.1)
        #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.filesDone <= $1.filesDone })
    }
}

/// What is said, and left behind, where nobody answers.
@Suite("Downloads without an answer", .needsVenues) struct SilentVenueTests {
    /// Variables that lead to a port where nobody listens.
    private var environment: [String: String] {
        var all = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""]
        for name in ["BINANCE", "BINANCE_ARCHIVE"] { all["LIQ_ENDPOINT_\(name)"] = "http://127.0.0.1:1" }
        return all
    }

    @Test func `each try is told with its host and its number`() throws {
        let folder = try TemporaryFolder()
        var seen: [DownloadProgress.Attempt] = []
        let error = #expect(throws: DownloadError.self) {
            try Download(Run.request(), into: folder.path, settings: Run.settings(environment)).run(
                progress: { if let attempt = $0.attempt, seen.last != attempt { seen.append(attempt) } })
        }
        #expect(error?.code == .network)
        #expect(seen.allSatisfy { $0.host == "127.0.0.1:1" && $0.number <= $0.most })
        let later = try #require(seen.first { $0.number == 2 })
        #expect(!later.reason.isEmpty)
    }

    @Test func `a folder that was made for nothing is not left behind, and --update of one says what to do`()
        throws
    {
        let folder = try TemporaryFolder()
        let into = folder.path + "/btc"
        #expect(throws: DownloadError.self) {
            try Download(Run.request(), into: into, settings: Run.settings(environment)).run()
        }
        #expect(!FileManager.default.fileExists(atPath: into))
        // One that was there stays.
        #expect(throws: DownloadError.self) {
            try Download(Run.request(), into: folder.path, settings: Run.settings(environment)).run()
        }
        #expect(FileManager.default.fileExists(atPath: folder.path))
        let error = #expect(throws: DownloadError.self) {
            try Download(updating: folder.path, settings: Run.settings(environment))
        }
        #expect(error?.message == "has no manifest.json: nothing was fetched into it yet")
        #expect(error?.hint == "liq get VENUE SYMBOL --from DAY --to DAY --into \(folder.path)")
    }
}
