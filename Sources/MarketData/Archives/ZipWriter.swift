import CDeflate

/// Writes zip archives of one file, as exchanges publish them (APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.16).
package enum ZipWriter {
    /// An archive with one member.
    ///
    /// Its time is 1980-01-01, the earliest there is, so that the same contents give the same bytes.
    /// - Parameters:
    ///   - name: of the member, ASCII.
    ///   - contents: below 4 GB.
    /// - Returns: `nil` when memory is short.
    /// - Complexity: O(contents).
    package static func archive(_ name: String, _ contents: [UInt8]) -> [UInt8]? {
        precondition(contents.count < UInt32.max && name.utf8.count < UInt16.max)
        guard let data = deflated(contents) else { return nil }
        let checksum = contents.withUnsafeBytes { libdeflate_crc32(0, $0.baseAddress, $0.count) }
        // Version 2.0, no flags, deflated, midnight of 1980-01-01, checksum, sizes, length of the name, no extras.
        let common =
            little(UInt16(20)) + little(UInt16(0)) + little(UInt16(8)) + little(UInt16(0))
            + little(UInt16(0x21))
            + little(checksum) + little(UInt32(data.count)) + little(UInt32(contents.count))
            + little(UInt16(name.utf8.count)) + little(UInt16(0))
        let start = little(UInt32(0x0403_4B50)) + common + Array(name.utf8) + data
        // Made by version 2.0 on Unix; no comment, part 0, binary, a regular file for all to read, at offset 0.
        let entry =
            little(UInt32(0x0201_4B50)) + [20, 3] + common + little(UInt16(0)) + little(UInt16(0))
            + little(UInt16(0)) + little(UInt32(0o100644) << 16) + little(UInt32(0)) + Array(name.utf8)
        let end =
            little(UInt32(0x0605_4B50)) + little(UInt32(0)) + little(UInt16(1)) + little(UInt16(1))
            + little(UInt32(entry.count)) + little(UInt32(start.count)) + little(UInt16(0))
        return start + entry + end
    }

    private static func deflated(_ contents: [UInt8]) -> [UInt8]? {
        guard let compressor = libdeflate_alloc_compressor(6) else { return nil }
        defer { libdeflate_free_compressor(compressor) }
        let bound = libdeflate_deflate_compress_bound(compressor, contents.count)
        return Array(unsafeUninitializedCapacity: bound) { output, count in
            count = contents.withUnsafeBytes {
                libdeflate_deflate_compress(compressor, $0.baseAddress, $0.count, output.baseAddress, bound)
            }
        }
    }

    private static func little(_ number: some FixedWidthInteger) -> [UInt8] {
        (0..<(number.bitWidth / 8)).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}
