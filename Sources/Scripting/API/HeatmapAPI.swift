import Charts
import Engine
import LuaRuntime
import Plugins

/// A heatmap in Lua.
enum HeatmapAPI {
    static let members: [LuaMember<HeatmapResult>] = [
        .method(
            .heatmap, "text", [.columns, .ascii], gives: [.init(.text)], search: ["draw"], "The picture.",
            example: "#h:text{columns = 80} > 0"
        ) { heatmap, call in [.string(heatmap.text(try call.style(call.named(1))))] },
        .method(
            .heatmap, "plot", search: ["draw", "chart", "print"], "Prints the picture.", example: "h:plot()"
        ) { heatmap, call in
            try call.session.write(heatmap.text(try call.session.style))
            return []
        },
        .method(
            .heatmap, "json", gives: [.init(.text)], search: ["export"], "The heatmap as JSON.",
            example: "#h:json() > 0"
        ) { heatmap, _ in [.string(heatmap.json)] },
        .method(
            .heatmap, "save", [.init("path", .path)], search: ["write", "export"],
            "Writes a file: .json, .csv or .txt.", example: "h:save(\"/tmp/liq-example.txt\")"
        ) { heatmap, call in
            try call.session.check(output: call.text(1))
            try heatmap.write(to: try call.text(1))
            return []
        },
    ]

    static func type() -> LuaObjectType {
        LuaObjectType(.heatmap, members) { heatmap, state in heatmap.text(state.style) }
    }
}
