import Foundation
import LiquidationCore
import TestSupport
import Testing

@testable import Engine

/// Packs: a preset, options and plugins that are named as one.
@Suite("Model packs") struct ModelPackTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func request(_ text: String) throws -> MapRequest {
        _ = try folder.write("mine/pack.lua", text)
        var request = MapRequest()
        try request.setModel(folder.path + "/mine")
        return request
    }

    @Test func `a pack decides preset, options and plugins, with paths beside it`() throws {
        let request = try request(
            """
            -- A comment.
            return {
              id = "mine", version = "1.2.0", summary = "Mine.", model = "balanced",
              options = { births = "0", closing = "halfLife(48)" },
              leverage = "retail", flow = "./flow.lua", closing = "turnover-decay:share=20%",
            }
            """)
        #expect(request.model.name == "balanced")
        #expect(request.model.closing == .halfLife(hours: 48, exponent: 0))
        #expect(request.plugins[.leverage]?.name == "retail")
        #expect(request.plugins[.flow]?.name == folder.path + "/mine/flow.lua")
        #expect(request.plugins[.closing]?.overrides == ["share": "20%"])
        let pack = try #require(request.pack)
        #expect(pack.part.id == "mine" && pack.part.version == "1.2.0" && pack.part.kind == "pack")
        #expect(pack.part.origin.text.count == 64)
        #expect(MapOption.all.first { $0.name == "model" }?.read(request) == folder.path + "/mine")
    }

    @Test func `what is given beside a pack comes before it, and another model takes its place`() throws {
        _ = try folder.write(
            "mine/pack.lua",
            "return { id = \"mine\", version = \"1\", leverage = \"retail\", flow = \"interest-rise\" }")
        var settings = MapSettings(.commandLine)
        try settings.add("leverage", .word("whales"), in: .map)
        try settings.add("model", .word(folder.path + "/mine"), in: .map)
        let request = try settings.request()
        #expect(
            request.plugins[.leverage]?.name == "whales" && request.plugins[.flow]?.name == "interest-rise")
        var other = MapSettings(.commandLine)
        try other.add("model", .word("balanced"), in: .map)
        let balanced = try other.request(over: request)
        #expect(balanced.model == .balanced && balanced.pack == nil)
        #expect(balanced.plugins == MapRequest().plugins)
        var again = MapSettings(.commandLine)
        try again.reset("model", in: .map)
        let plain = try again.request(over: request)
        #expect(plain.pack == nil && plain.plugins[.flow] == nil)
    }

    static let faults = [
        ("return { version = \"1\" }", "a pack needs a text id"),
        ("return { id = \"a\" }", "a pack needs a text version"),
        (
            "return { id = \"a\", version = \"1\",\n levrage = \"retail\" }",
            "pack.lua:2: a pack has no text 'levrage'"
        ),
        ("return { id = \"a\", version = \"1\", model = \"balancd\" }", "pack.lua:1: no model 'balancd'"),
        (
            "return { id = \"a\", version = \"1\", options = {\n birts = \"0\" } }",
            "pack.lua:2: no model option 'birts'"
        ),
        ("return { id = \"a\", version = \"1\", signal = \"squeeze-risk\" }", "a pack has no text 'signal'"),
        ("return { id = \"a\", version = 1 }", "expected a text in quotes"),
        ("os.exit()", "expected 'return'"),
    ]

    @Test(arguments: faults) func `a pack that is wrong is told with its line`(text: String, message: String)
        throws
    {
        let error = #expect(throws: (any Error).self) { try request(text) }
        #expect("\(error.map { "\($0)" } ?? "")".contains(message), "\(error.map { "\($0)" } ?? "")")
    }

    @Test func `an id that is nowhere is told with presets and packs`() throws {
        var request = MapRequest()
        let error = #expect(throws: EngineError.self) { try request.setModel("nowhere") }
        #expect(
            error?.message.contains("no model 'nowhere': there are turnover, balanced, reference") == true)
    }
}
