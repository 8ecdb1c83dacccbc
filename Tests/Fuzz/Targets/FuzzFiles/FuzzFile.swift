import Engine
import FuzzRules
import Glibc
import LiquidationCore
import MarketData

/// A file in memory that holds what the fuzzer has made, and what reading it may end with.
public enum FuzzFile {
    private static let path: String = {
        for folder in ["/dev/shm", "/tmp"] where access(folder, W_OK) == 0 {
            return "\(folder)/fuzz-\(getpid())"
        }
        fatalError("neither /dev/shm nor /tmp can be written")
    }()

    /// Has something read a file that holds these bytes; an error has to be one that can be shown.
    public static func read(_ bytes: [UInt8], _ body: (String) throws -> Void) {
        write(bytes)
        checked { try body(path) }
    }

    /// Runs something; an error has to be one that can be shown.
    public static func checked(_ body: () throws -> Void) {
        do { try body() } catch {
            guard error is EngineError || error is DataError || error is CoreError else {
                fatalError("an error of type \(type(of: error)): \(error)")
            }
            FuzzRules.check("\(error)")
        }
    }

    private static func write(_ bytes: [UInt8]) {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        guard file >= 0 else { fatalError("cannot write \(path)") }
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(
                    file, UnsafeRawBufferPointer(rebasing: $0[done...]).baseAddress, bytes.count - done)
            }
            guard count > 0 else { fatalError("cannot write \(path)") }
            done += count
        }
        close(file)
        // Reading must not depend on when that was.
        let times = [
            timespec(tv_sec: 1_750_000_000, tv_nsec: 0), timespec(tv_sec: 1_750_000_000, tv_nsec: 0),
        ]
        utimensat(AT_FDCWD, path, times, 0)
    }
}

/// Files around other files, sound ones, so that what is in them is reached.
public enum FuzzArchive {
    /// One gzip member, stored.
    public static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + stored(bytes) + little(checksum(bytes))
            + little(UInt32(truncatingIfNeeded: bytes.count))
    }

    /// A zip archive of one member, stored.
    public static func zip(_ bytes: [UInt8]) -> [UInt8] {
        let name = Array("x.csv".utf8)
        let sizes = little(checksum(bytes)) + little(UInt32(bytes.count)) + little(UInt32(bytes.count))
        let local =
            [0x50, 0x4B, 3, 4, 20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0] + sizes + [5, 0, 0, 0] + name
        let start = UInt32(local.count + bytes.count)
        let central =
            [0x50, 0x4B, 1, 2, 20, 3, 20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0] + sizes
            + [5, 0, 0, 0, 0, 0, 0, 0, 0, 0] + little(0o100644 << 16) + little(0) + name
        return local + bytes + central + [0x50, 0x4B, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0]
            + little(UInt32(central.count)) + little(start) + [0, 0]
    }

    /// A zstandard frame of raw blocks.
    public static func zstandard(_ bytes: [UInt8]) -> [UInt8] {
        var frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x58]
        let pieces = stride(from: 0, to: max(1, bytes.count), by: 1 << 16)
        for start in pieces {
            let end = min(bytes.count, start + 1 << 16)
            let isLast = end == bytes.count
            frame += little(UInt32((end - start) << 3 | (isLast ? 1 : 0))).prefix(3)
            frame += bytes[start..<end]
        }
        return frame
    }

    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var start = 0
        repeat {
            let end = min(bytes.count, start + 0xFFFF)
            let count = UInt16(end - start)
            result.append(end == bytes.count ? 1 : 0)
            for value in [count, ~count] { result += [UInt8(value & 0xFF), UInt8(value >> 8)] }
            result += bytes[start..<end]
            start = end
        } while start < bytes.count
        return result
    }

    private static func little(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 0 ? value >> 1 : 0xEDB8_8320 ^ value >> 1 }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
    }
}
