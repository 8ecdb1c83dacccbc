import Charts
import Engine
import LuaRuntime
import MarketData
import Plugins

/// A heatmap in Lua.
enum HeatmapAPI {
    static let pages: [FunctionPage] = [
        .method(
            .heatmap, "text",
            [
                .named("columns", .integer, or: "the terminal's", "How wide, 60 to 400"),
                .named("ascii", .flag, or: "false", "Draws with ASCII alone"),
            ], gives: [.init(.text)], "The picture.", example: "#h:text{columns = 80} > 0"),
        .method(.heatmap, "plot", [], "Prints the picture.", example: "h:plot()"),
        .method(.heatmap, "json", gives: [.init(.text)], "The heatmap as JSON.", example: "#h:json() > 0"),
        .method(
            .heatmap, "save", [.init("path", .path)], "Writes a file: .json, .csv or .txt.",
            example: "h:save(\"/tmp/liq-example.txt\")"),
    ]

    static func type(_ session: Session) -> LuaObjectType {
        LuaObjectType(
            name: "heatmap",
            methods: [
                "text": { [unowned session] call in
                    let arguments = try NamedArguments(call.argument(1), of: "text", in: pages)
                    let style = TerminalStyle.plain(
                        columns: try arguments.whole("columns", in: 60...400) ?? session.style.columns,
                        unicode: !(try arguments.flag("ascii") ?? false))
                    return [.string(try call.receiver(as: HeatmapResult.self).text(style))]
                },
                "plot": { [unowned session] call in
                    session.write(try call.receiver(as: HeatmapResult.self).text(session.style))
                    return []
                },
                "json": { [.string(try $0.receiver(as: HeatmapResult.self).json)] },
                "save": { call in
                    try call.receiver(as: HeatmapResult.self).write(to: try call.string(1, "path"))
                    return []
                },
            ],
            tostring: { [weak session] object in
                (object as? HeatmapResult)?.text(session?.style ?? .plain(columns: 80)) ?? "heatmap"
            })
    }
}
