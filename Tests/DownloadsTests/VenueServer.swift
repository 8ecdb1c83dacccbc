import Foundation
import LiquidationCore
import TestSupport
import Testing

@testable import Downloads

/// A server that plays the venues on this machine, with faults on demand, and remembers what it was asked.
///
/// All servers of the tests are in one process of Python, which takes a while to begin.
final class VenueServer {
    let folder: TemporaryFolder
    let port: Int
    let isSecure: Bool
    /// What the process reads; it ends with this one.
    private static let input: FileHandle = {
        let (process, pipe) = (Process(), Pipe())
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Venues.py").path
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-S", "-B", script]
        process.standardInput = pipe
        do { try process.run() } catch { preconditionFailure("python3: \(error)") }
        return pipe.fileHandleForWriting
    }()

    /// - Parameters:
    ///   - faults: a list in JSON, as `Venues.py` reads it.
    ///   - isSecure: whether it speaks TLS, with a certificate of an authority of its own.
    ///   - now: the instant of the venue, in milliseconds: nothing has happened after it.
    /// - Throws: ``Failure`` where it does not begin.
    init(_ faults: String = "[]", isSecure: Bool = false, now: Int64? = nil) throws {
        folder = try TemporaryFolder()
        self.isSecure = isSecure
        try folder.write("faults.json", "{\"faults\": \(faults), \"now\": \(now ?? 1 << 62)}")
        if isSecure {
            for name in ["cert.pem", "key.pem"] {
                try FileManager.default.copyItem(
                    at: Authority.folder.url.appending(path: name), to: folder.url.appending(path: name))
            }
        }
        // One write of so few bytes is never mixed with another.
        try Self.input.write(contentsOf: Data("\(folder.path)\n".utf8))
        let file = folder.url.appending(path: "port")
        var found: Int?
        for _ in 0..<1000 where found == nil {
            found = (try? String(contentsOf: file, encoding: .utf8)).flatMap { Int($0) }
            if found == nil { usleep(10_000) }
        }
        guard let found else { throw Failure("the server of venues did not begin") }
        port = found
    }

    /// Variables that lead all venues to it.
    var environment: [String: String] {
        let address = "\(isSecure ? "https" : "http")://127.0.0.1:\(port)"
        var environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""]
        for venue in VenueOffer.all {
            for name in venue.endpoints.keys { environment[Endpoints.variable(venue, name)] = address }
        }
        if isSecure { environment["LIQ_CA_FILE"] = Authority.folder.url.appending(path: "ca.pem").path }
        return environment
    }

    /// A request that it was asked.
    struct Request: Decodable {
        let time: Double
        let path: String
        let range: String
        let agent: String
    }

    /// What it was asked, in order.
    var requests: [Request] {
        get throws {
            let text = try String(contentsOf: folder.url.appending(path: "log"), encoding: .utf8)
            return try text.split(separator: "\n").map {
                try JSONDecoder().decode(Request.self, from: Data($0.utf8))
            }
        }
    }
}

/// Keys of an authority that no one else knows, and of a server that it vouches for.
enum Authority {
    nonisolated(unsafe) static let folder: TemporaryFolder = {
        do {
            let folder = try TemporaryFolder()
            let key = ["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out"]
            try folder.write("server.ext", "subjectAltName=IP:127.0.0.1\n")
            let commands = [
                key + ["ca.key"],
                [
                    "req", "-x509", "-new", "-key", "ca.key", "-days", "2", "-subj", "/CN=test", "-out",
                    "ca.pem",
                ],
                key + ["key.pem"],
                ["req", "-new", "-key", "key.pem", "-subj", "/CN=venues", "-out", "csr.pem"],
                [
                    "x509", "-req", "-in", "csr.pem", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                    "-days", "2", "-extfile", "server.ext", "-out", "cert.pem",
                ],
            ]
            for command in commands {
                let shell = try Shell(["openssl"] + command, folder: folder.url)
                guard shell.status == 0 else { throw Failure(shell.errors) }
            }
            return folder
        } catch { preconditionFailure("openssl: \(error)") }
    }()
}

/// A run of a download in a test.
enum Run {
    /// The instant of most tests: 2025-04-13T10:00Z.
    static let now =
        Timestamp(day: "2025-04-13").map { $0.adding(10 * Calendar.hour) } ?? Timestamp(milliseconds: 0)

    /// Four files of days and a page: what most tests fetch.
    static func request(_ symbol: String = "BTCUSDT") throws -> DownloadRequest {
        try DownloadRequest(
            venue: "binance", symbol: symbol, from: "2025-04-08", to: "2025-04-12", kinds: [.klines])
    }

    /// Settings that wait for nothing longer than a test may take.
    static func settings(_ environment: [String: String], now: Timestamp = now) -> DownloadSettings {
        var settings = DownloadSettings(version: "0.1.0", environment: environment, now: { now })
        settings.patience.first = 0.05
        settings.patience.stall = 1
        settings.patience.ban = 0.2
        settings.patience.tries = 4
        return settings
    }

    /// Fetches.
    @discardableResult
    static func fetch(
        _ request: DownloadRequest, from server: VenueServer, into folder: TemporaryFolder,
        now: Timestamp = now
    ) throws -> DownloadReport {
        try Download(request, into: folder.path, settings: settings(server.environment, now: now)).run()
    }

    /// The files of a folder by name, the lock left out; the address of the server in the manifest replaced.
    static func files(_ folder: TemporaryFolder) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
        where !name.hasPrefix(".") {
            files[name] = try Data(contentsOf: folder.url.appending(path: name))
        }
        let manifest = String(decoding: files[Manifest.name] ?? Data(), as: UTF8.self)
        files[Manifest.name] = Data(
            manifest.replacing(#/https?://127\.0\.0\.1:[0-9]+/#, with: "https://venue").utf8)
        return files
    }

    /// What an undisturbed run of ``request(_:)`` leaves.
    static let undisturbed: [String: Data] = {
        do {
            let (server, folder) = (try VenueServer(), try TemporaryFolder())
            try fetch(request(), from: server, into: folder)
            return try files(folder)
        } catch { preconditionFailure("\(error)") }
    }()
}

extension Trait where Self == ConditionTrait {
    /// Skips tests of transfers where a program that they need is not on PATH.
    static var needsVenues: Self {
        let places = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let missing = ["curl", "python3", "openssl"].filter { program in
            !places.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
        }
        return .enabled(if: missing.isEmpty, "needs \(missing.joined(separator: ", "))")
    }
}
