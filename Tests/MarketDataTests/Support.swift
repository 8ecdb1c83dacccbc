import Glibc
import LiquidationCore
import MarketData

/// A folder of one test, removed with its files when the test lets go of it.
final class Folder {
    let path: String

    init() {
        var template = Array("/tmp/liq-data-XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? "/nowhere"
    }

    deinit {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { unlink("\(path)/\(name)") }
            }
            closedir(folder)
        }
        rmdir(path)
    }

    /// Writes a file and returns its path.
    @discardableResult
    func write(_ name: String, _ bytes: some Collection<UInt8>) -> String {
        let file = "\(path)/\(name)"
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        defer { close(descriptor) }
        _ = Array(bytes).withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        return file
    }

    /// Writes text and returns the file's path.
    @discardableResult
    func write(_ name: String, text: String) -> String { write(name, Array(text.utf8)) }

    /// Reads one file that is the only one of its folder.
    static func load(_ name: String = "x.csv", _ text: String) throws -> Dataset {
        let folder = Folder()
        return try MarketData.load(folder.write(name, text: text))
    }

    /// What reading a file says against it; empty when nothing.
    static func refusal(_ text: String) -> String { refusal("x.csv", text) }

    /// What reading a file says against it; empty when nothing.
    static func refusal(_ name: String, _ text: String) -> String {
        refusal(name, bytes: Array(text.utf8))
    }

    /// What reading a file says against it, without the folder's name; empty when nothing.
    static func refusal(_ name: String, bytes: [UInt8], limits: Limits = Limits()) -> String {
        let folder = Folder()
        let path = folder.write(name, bytes)
        return refusal(of: path, limits: limits)
    }

    /// What reading a path says against it; empty when nothing.
    static func refusal(of path: String, limits: Limits = Limits()) -> String {
        do {
            _ = try MarketData.load(path, limits: limits)
            return ""
        } catch {
            return error.description
        }
    }
}

/// Where the shared corpus and real data are, when this machine has them.
enum Shared {
    /// The folder: `LIQ_SHARED`, else `../shared` beside the package.
    static let root: String = {
        if let path = getenv("LIQ_SHARED") { return String(cString: path) }
        let package = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        return "/\(package)/shared"
    }()

    /// Whether a file or folder of it is there.
    static func has(_ name: String) -> Bool { access("\(root)/\(name)", R_OK) == 0 }
}

/// Klines whose numbers every test knows: row `i` opens at 100 + i, one a minute from 2024-01-01T00:00Z.
enum Klines {
    static let start: Int64 = 1_704_067_200_000
    static let header =
        "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
        + "taker_buy_quote_volume,ignore"

    static func row(_ i: Int, step: Int64 = 60_000) -> String {
        let time = start + Int64(i) * step
        let open = 100 + i
        return "\(time),\(open).00,\(open + 3).50,\(open - 2).25,\(open + 1).00,2.000,\(time + step - 1),"
            + "\(2 * open).500,10,1.000,\(open).250,0"
    }

    static func rows(_ range: Range<Int>) -> [String] { range.map { row($0) } }

    static func file(_ rows: [String], ending: String = "\n") -> String {
        ([header] + rows).map { $0 + ending }.joined()
    }

    static let good = file(rows(0..<5))
}

/// Every cell of a series as text, so that two can be compared.
func cells(_ series: BarSeries) -> [String] {
    let extras = series.extras
    let columns = [
        extras.volume, extras.takerBuyVolume, extras[.takerBuyNotional], extras[.takerSellNotional],
        extras.openInterest, extras.longShortRatio, extras.fundingRate,
    ]
    return (0..<series.count).map { i in
        let prices = [series.open[i], series.high[i], series.low[i], series.close[i]]
        let others = columns.map { column in column.map { $0[i].map { "\($0)" } ?? "-" } ?? "absent" }
        return "\(series.time[i]) \(prices) \(others)"
    }
}
