import Engine
import FuzzFiles
import FuzzRules
import LiquidationCore
import MarketData

/// A part of a map: what is read is written with the same bytes.
///
/// Bit 0 of the first byte: length, plan hash and checksum are made to fit what is there, so that what comes after them
/// is reached.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzzPart(
    _ bytes: UnsafePointer<UInt8>?, _ count: Int
) -> CInt {
    let input = UnsafeBufferPointer(start: bytes, count: count)
    guard let first = input.first else { return 0 }
    var file = Array(input.dropFirst())
    if first & 1 == 1 { repair(&file) }
    FuzzFile.checked {
        let map = try PartFormat.map(file, file: "x.liqpart")
        FuzzRules.require(try PartFormat.bytes(of: map, file: "x") == file, "it is written with other bytes")
    }
    return 0
}

/// Where the members of a part lie: docs/merge.md.
private enum Place {
    static let (length, planHash, plan) = (12, 20, 52)
}

private func repair(_ file: inout [UInt8]) {
    func integer(_ place: Int, _ size: Int) -> Int {
        (0..<size).reduce(0) { $0 | Int(file[place + $1]) << (8 * $1) }
    }
    guard file.count >= Place.plan + 40 else { return }
    for byte in 0..<8 { file[Place.length + byte] = UInt8(truncatingIfNeeded: file.count >> (8 * byte)) }
    let plan = Place.plan + 4
    let buckets = plan + integer(Place.plan, 4)
    if buckets + 4 <= file.count {
        let (edges, count) = (buckets + 4, 8 * (integer(buckets, 4) + 1))
        if edges + count <= file.count {
            put(
                ContentHash.sha256(file[plan..<buckets] + file[edges..<(edges + count)]), Place.planHash,
                &file)
        }
    }
    put(ContentHash.sha256(file[..<(file.count - 32)]), file.count - 32, &file)
}

/// Puts a hash, given as digits, into a file.
private func put(_ digits: String, _ place: Int, _ file: inout [UInt8]) {
    let digits = Array(digits.utf8)
    for byte in 0..<32 {
        let text = String(decoding: digits[(2 * byte)..<(2 * byte + 2)], as: UTF8.self)
        file[place + byte] = UInt8(text, radix: 16) ?? 0
    }
}
