import Engine
import Glibc

/// A message between the program and a plugin's process: its length, what it is, its bytes.
struct Frame {
    /// What a message is; the letter stands on the wire.
    enum Kind: UInt8 {
        // From the program.
        case load = 0x4C  // L
        case module = 0x4D  // M
        case plan = 0x50  // P
        case room = 0x52  // R
        case signals = 0x53  // S
        case levels = 0x58  // X
        case value = 0x56  // V
        // From the plugin's process.
        case loaded = 0x6C  // l
        case wantModule = 0x6D  // m
        case fixed = 0x66  // f
        case rule = 0x72  // r
        case bars = 0x62  // b
        case want = 0x77  // w
        case found = 0x73  // s
        case prices = 0x78  // x
        case printed = 0x70  // p
        // From both.
        case error = 0x65  // e
    }

    let kind: Kind
    let bytes: [UInt8]

    /// The largest message from the program, where a year of minutes with all columns is 67 MB, and from a plugin's
    /// process, which sends bars by 64 KiB.
    static let (limit, limitFromPlugin) = (1 << 32, 64 << 20)
}

/// One end of the socket between the program and a plugin's process.
final class FrameSocket {
    let descriptor: Int32
    private var received: [UInt8] = []
    private var start = 0
    private let limit: Int

    /// An end that takes messages up to a size.
    init(_ descriptor: Int32, limit: Int) { (self.descriptor, self.limit) = (descriptor, limit) }

    /// Sends a message; false where the other end is gone or does not read for half a minute.
    func send(_ kind: Frame.Kind, _ fill: (inout WireWriter) -> Void = { _ in }) -> Bool {
        var writer = WireWriter()
        fill(&writer)
        var head = WireWriter()
        head.put(writer.bytes.count)
        head.put(kind.rawValue)
        return send(head.bytes) && send(writer.bytes)
    }

    private func send(_ bytes: [UInt8]) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(
                    descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done, Int32(MSG_NOSIGNAL))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }

    /// The next message that is whole, if one is.
    ///
    /// - Throws: ``EngineError`` where what came is none.
    func next() throws(EngineError) -> Frame? {
        guard received.count - start >= 9 else { return nil }
        var head = WireReader(Array(received[start..<(start + 9)]))
        let length = try head.integer()
        guard let kind = Frame.Kind(rawValue: try head.byte()), length >= 0, length <= limit else {
            throw WireReader.damaged
        }
        let end = start + 9 + Int(length)
        guard received.count >= end else { return nil }
        let frame = Frame(kind: kind, bytes: Array(received[(start + 9)..<end]))
        start = end
        if start == received.count { (received, start) = ([], 0) }
        return frame
    }

    /// Waits for bytes and keeps them; false at the end.
    func fill() -> Bool {
        if start > 1 << 20 {
            received.removeSubrange(..<start)
            start = 0
        }
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            received.append(contentsOf: chunk[..<count])
            return true
        }
    }

    /// Waits for the next message; `nil` at the end.
    ///
    /// - Throws: as ``next()``.
    func receive() throws(EngineError) -> Frame? {
        while true {
            if let frame = try next() { return frame }
            guard fill() else { return nil }
        }
    }
}
