import Foundation
import LiquidationCore

/// `bars.bin`: "LMB1", four bytes, the number of bars as 64 bits, then six columns of 64-bit floats one after the
/// other: time, high, low, close, open interest, long/short ratio.
enum Bars {
    /// A file as a series; volume, which the file lacks, is made up from open interest and range.
    static func read(_ path: String) throws -> BarSeries {
        let data = try Data(contentsOf: URL(filePath: path))
        let count = data.withUnsafeBytes { Int($0.loadUnaligned(fromByteOffset: 8, as: UInt64.self)) }
        func column(_ index: Int) -> [Double] {
            data.withUnsafeBytes { bytes in
                (0..<count).map {
                    bytes.loadUnaligned(fromByteOffset: 16 + 8 * (index * count + $0), as: Double.self)
                }
            }
        }
        let (high, low, interest) = (column(1), column(2), column(4))
        var extras = BarSeries.Extras()
        extras.openInterest = Column(missingAsNaN: interest)
        extras.longShortRatio = Column(missingAsNaN: column(5))
        let volume: [Double] = (0..<count).map { bar in
            let range = high[bar] / low[bar] - 1
            return interest[bar] * (0.001 + range)
        }
        extras.volume = Column(missingAsNaN: volume)
        let close = column(3)
        return try BarSeries(
            time: column(0).map { Int64($0) }, open: close, high: high, low: low, close: close, extras: extras
        )
    }
}
