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
