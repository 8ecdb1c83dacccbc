import Testing

@testable import LuaRuntime

@Suite("LuaState") struct LuaStateTests {
    @Test func `a chunk runs and its results come back`() throws {
        let state = try LuaState(profile: .script)
        let results = try state.call(state.load("return 1, 2.5, 'x', nil, true, {7}", chunk: "t"))
        #expect(results.count == 6)
        #expect(results[0].int == 1)
        #expect(results[1].double == 2.5)
        #expect(results[2].text == "x")
        #expect(results[3].isNil)
        #expect(results[4].bool == true)
        #expect(try results[5].table?.get(1).int == 7)
        #expect(state.stackDepth == 0)
    }
}
