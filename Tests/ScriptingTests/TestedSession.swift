import Charts
import Foundation
@testable import Scripting
import TestSupport

/// A session with 120 made-up bars in `btc`, and what its scripts print.
struct TestedSession {
    let session: Session
    private let printed = Printed()
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let path = try folder.write("bars.csv", MadeUpMarket.bars(120))
        let plugins = SharedFolder.project.appending(path: "plugins").path
        session = try Session(searchPath: [plugins], style: .plain(columns: 80)) { [printed] in
            printed.lines.append($0)
        }
        _ = try session.run("btc = liq.load \"\(path)\"", chunk: "test")
    }

    /// Each line that was printed.
    var lines: [String] { printed.lines }

    private final class Printed { var lines: [String] = [] }
}
