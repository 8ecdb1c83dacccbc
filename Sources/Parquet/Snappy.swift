/// Unpacks Snappy's raw format: bytes as they are, and copies of bytes that came before.
///
/// - Source: google/snappy, format_description.txt.
enum Snappy {
    /// Unpacks bytes that fill `output` exactly; up to ``Memory/padding`` bytes behind both are read, and written.
    ///
    /// - Returns: how many bytes the packed ones say they hold; `nil` where they are damaged.
    static func unpack(_ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer) -> Int? {
        guard let source = input.baseAddress, let target = output.baseAddress else { return nil }
        let (end, size) = (input.count, output.count)
        var (position, done, shift, told) = (0, 0, 0, 0)
        while true {
            guard position < end, shift < 35 else { return nil }
            let byte = Int(input[position])
            position += 1
            told |= (byte & 127) << shift
            shift += 7
            if byte < 128 { break }
        }
        guard told == size else { return told }
        while position < end {
            let tag = Int(source.load(fromByteOffset: position, as: UInt8.self))
            position &+= 1
            if tag & 3 == 0 {
                var count = tag &>> 2 &+ 1
                if count <= 16, count <= end &- position, count <= size &- done {
                    copy16(source + position, target + done)
                    position &+= count
                    done &+= count
                    continue
                }
                if count > 60 {
                    let bytes = count &- 60
                    guard bytes <= end &- position else { return nil }
                    let word = UInt32(littleEndian: (source + position).loadUnaligned(as: UInt32.self))
                    count = Int(word & UInt32.max &>> UInt32(32 &- 8 &* bytes)) &+ 1
                    position &+= bytes
                }
                guard count <= end &- position, count <= size &- done else { return nil }
                (target + done).copyMemory(from: source + position, byteCount: count)
                position &+= count
                done &+= count
                continue
            }
            let (count, distance, bytes): (Int, Int, Int)
            let word = UInt32(littleEndian: (source + position).loadUnaligned(as: UInt32.self))
            switch tag & 3 {
            case 1: (count, distance, bytes) = (tag &>> 2 & 7 &+ 4, (tag &>> 5) &<< 8 | Int(word & 255), 1)
            case 2: (count, distance, bytes) = (tag &>> 2 &+ 1, Int(word & 0xFFFF), 2)
            default: (count, distance, bytes) = (tag &>> 2 &+ 1, Int(word), 4)
            }
            guard bytes <= end &- position, distance > 0, distance <= done, count <= size &- done else {
                return nil
            }
            position &+= bytes
            let (from, to) = (target + (done &- distance), target + done)
            done &+= count
            if distance >= 16 {
                var step = 0
                repeat {
                    copy16(from + step, to + step)
                    step &+= 16
                } while step < count
            } else {
                for step in 0..<count {
                    to.storeBytes(
                        of: from.load(fromByteOffset: step, as: UInt8.self), toByteOffset: step,
                        as: UInt8.self)
                }
            }
        }
        return done
    }

    @inline(__always)
    private static func copy16(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer) {
        target.storeBytes(of: source.loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
    }
}
