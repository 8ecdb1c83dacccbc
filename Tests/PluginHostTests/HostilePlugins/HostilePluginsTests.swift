import Foundation
import Glibc
import LiquidationCore
import LuaRuntime
import MarketData
import TestSupport
import Testing

@testable import PluginHost

/// Plugins that misbehave, each by the contract in its header, through the host that a user's plugins get.
///
/// The project's own are in `Hostile`; `LIQ_HOSTILE_PLUGINS` names a folder of more.
@Suite("HostilePlugins", .serialized)
struct HostilePluginsTests {
    private static let own = SharedFolder.project.appending(
        path: "Tests/PluginHostTests/HostilePlugins/Hostile"
    ).path
    private static var folders: [String] {
        if let named = ProcessInfo.processInfo.environment["LIQ_HOSTILE_PLUGINS"] { return [named] }
        return [own] + (SharedFolder.has("hostile/plugins") ? [SharedFolder.path("hostile/plugins")] : [])
    }
    /// Sanitizers keep notes about each byte in more of them, and what was freed for a while.
    private static let isSanitized =
        dlsym(nil, "__asan_init") != nil || dlsym(nil, "__tsan_init") != nil
    /// Cases that a fault of the linked library makes fail, by the self-test's name of it.
    private static let excused = ["o28_many_constants_control": "constants in bitwise operations"]

    @Test(arguments: folders)
    func `every case ends as its header says, and its neighbour never notices`(folder: String) throws {
        let market = try HostileMarket()
        let run = HostileRun(market: market)
        let faults = Set(try LuaSelfTest.run().filter(\.isPresent).map(\.name))
        let before = try neighbour(market)
        var passed = 0, known = 0
        var failures: [String] = []
        for hostile in try HostileCase.all(in: folder) {
            let resident = Self.residentBytes()
            let problems =
                problems(of: hostile, run.ending(of: hostile), grown: Self.residentBytes() - resident)
                + concurrently(run, hostile)
            let same = try neighbour(market) == before
            if problems.isEmpty, same {
                passed += 1
            } else if let fault = Self.excused[hostile.description], faults.contains(fault) {
                known += 1
                print("known: \(hostile), as the linked Lua has the fault '\(fault)', which liq doctor tells")
            } else {
                failures.append(
                    "\(hostile): \((problems + (same ? [] : ["its neighbour changed"])).joined(separator: "; "))"
                )
            }
        }
        for failure in failures { print("failed: \(failure)") }
        print(
            "\(passed) passed, \(failures.count + known) failed\(known > 0 ? ", \(known) of them known" : "")"
        )
        #expect(failures == [])
        #expect(passed > 0)
        #expect(!FileManager.default.fileExists(atPath: "/tmp/sec_o23_marker"))
        #expect(!FileManager.default.fileExists(atPath: "/tmp/sec_o24_marker"))
    }

    private func problems(of hostile: HostileCase, _ ending: HostileRun.Ending, grown: Int) -> [String] {
        var found: [String] = []
        switch (hostile.expected, ending.errors.isEmpty) {
        case ("error", true): found.append("no error")
        case ("ok", false): found.append("failed: \(ending.errors[0])")
        case ("error", _), ("ok", _), ("ok-or-error", _): break
        default: found.append("the header expects '\(hostile.expected)'")
        }
        for error in ending.errors.prefix(4) {
            let text = (error as? HostError)?.description ?? "\(error)"
            let classes = HostileClass.classes(of: error)
            if !hostile.classes.isEmpty, classes.isDisjoint(with: hostile.classes) {
                found.append("is \(classes.sorted()), not \(hostile.classes.sorted()): \(text)")
            }
            if !text.contains("plugin \(hostile)") { found.append("does not name the plugin: \(text)") }
            if hostile.mustNameLine, !hostile.lines.contains(where: { text.contains(".lua:\($0):") }) {
                found.append("names none of lines \(hostile.lines): \(text)")
            }
            if text.utf8.count > 4096 { found.append("message of \(text.utf8.count) bytes") }
            if text.unicodeScalars.contains(where: {
                $0.value < 32 && $0 != "\n" && $0 != "\t" || $0.value == 127
            }) {
                found.append("control characters in the message")
            }
        }
        if ending.longest > .seconds(2) { found.append("a call took \(ending.longest)") }
        if ending.peak > 64 << 20 { found.append("\(ending.peak) bytes of Lua memory") }
        let room = (Self.isSanitized ? 8 : 1) * 96 << 20
        if grown > room { found.append("the process grew by \(grown) bytes") }
        if ending.output > HostileRun.calls * 70_000 { found.append("printed \(ending.output) bytes") }
        return found
    }

    /// Two at once, each in a state and thread of its own, end the same way.
    private func concurrently(_ run: HostileRun, _ hostile: HostileCase) -> [String] {
        nonisolated(unsafe) var shapes = ["", ""]
        let lock = NSLock()
        DispatchQueue.concurrentPerform(iterations: 2) { index in
            let shape = run.ending(of: hostile).shape
            lock.withLock { shapes[index] = shape }
        }
        return shapes[0] == shapes[1] ? [] : ["two threads differ: \(shapes)"]
    }

    /// The bytes of a map by an honest plugin with funding and signals.
    private func neighbour(_ market: HostileMarket) throws -> [UInt64] {
        let document = try market.bench.map { request in
            request.leverage = PluginChoice("measured")
            request.funding = PluginChoice("crowded-side-pays")
            request.signals = [PluginChoice("nearest-wall")]
        }
        return document.map.notional.long.map(\.bitPattern) + document.map.notional.short.map(\.bitPattern)
            + document.signals.map { $0.strength.bitPattern }
    }

    private static func residentBytes() -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        return text.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 4096 } ?? 0
    }
}
