import Charts
import LiquidationCore
import MarketData
import PlainText
import PluginHost

/// The branches of a session with the map of each.
struct BranchList {
    private let scenes: Scenes
    private let session: Session

    init(_ scenes: Scenes, _ session: Session) { (self.scenes, self.session) = (scenes, session) }

    func text(_ style: TerminalStyle) throws -> String {
        var table = TextTable([
            .text(""), .text("branch"), .text("map"), .number("longs"), .number("shorts"),
            .text("unlike here"),
        ])
        for (name, map) in scenes.all(current: session.map) {
            let here = name == scenes.name
            guard let map else {
                table.append([here ? "*" : "", name, "none"])
                continue
            }
            var unlike: [Assumptions.Difference] = []
            if let current = session.map, !here {
                unlike = map.document.assumptions.differences(from: current.document.assumptions)
            }
            table.append([
                here ? "*" : "", name, map.title, NumberText.short(map.document.map.total(.long)),
                NumberText.short(map.document.map.total(.short)),
                unlike.map { "\($0.name) \($0.after)" }.joined(separator: ", "),
            ])
        }
        return table.text(style)
    }
}
