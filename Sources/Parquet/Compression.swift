import CDeflate
import CZstd

/// How pages are packed, by its number in the format.
///
/// - Source: apache/parquet-format, Compression.md.
struct Compression {
    /// What makes a file readable that uses what is not read.
    static let advice =
        "write the file again: python3 -c \"import pandas; pandas.read_parquet('in.parquet').to_parquet('out.parquet')\""

    private let codec: Int
    private let tools: Decompressors

    /// - Throws: ``ParquetError`` `.unsupported` for what is not unpacked.
    init(codec: Int, _ tools: Decompressors) throws(ParquetError) {
        (self.codec, self.tools) = (codec, tools)
        let names = ["none", "snappy", "gzip", "LZO", "brotli", "LZ4", "zstd", "LZ4_RAW"]
        guard names.indices.contains(codec) else {
            throw ParquetError(.badInput, "compressions have the numbers 0 to 7, it has \(codec)")
        }
        guard [0, 1, 2, 6].contains(codec) else {
            throw ParquetError(
                .unsupported, "it is compressed with \(names[codec]); snappy, gzip and zstd are read",
                hint: Self.advice)
        }
        guard codec != 2 || tools.deflate != nil, codec != 6 || tools.zstd != nil else {
            throw ParquetError(.limit, "no memory to unpack it")
        }
    }

    /// Whether pages are packed at all.
    var isPacking: Bool { codec != 0 }

    /// Unpacks bytes that must fill `output` exactly.
    func unpack(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(ParquetError) {
        let written: Int? =
            switch codec {
            case 1: Snappy.unpack(input, output)
            case 2: gunzip(input, output)
            case 6: unzstd(input, output)
            default: copy(input, output)
            }
        guard let written else {
            throw ParquetError(
                .badInput,
                "the packed data are damaged or do not fit the size that the page says, "
                    + "\(output.count.grouped) bytes", hint: "fetch the file again")
        }
        guard written == output.count else {
            throw ParquetError(
                .badInput,
                "the page says \(output.count.grouped) bytes, its data unpack to \(written.grouped)")
        }
    }

    private func copy(_ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer) -> Int? {
        guard input.count == output.count else { return input.count }
        output.copyMemory(from: input)
        return input.count
    }
    /// Unpacks one or more gzip members.
    private func gunzip(_ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer) -> Int? {
        guard let start = input.baseAddress, let room = output.baseAddress else { return nil }
        var (used, written) = (0, 0)
        while used < input.count {
            var (read, made) = (0, 0)
            let result = libdeflate_gzip_decompress_ex(
                tools.deflate, start + used, input.count - used, room + written, output.count - written,
                &read, &made)
            guard result == LIBDEFLATE_SUCCESS, read > 0 else { return nil }
            (used, written) = (used + read, written + made)
        }
        return written
    }

    private func unzstd(_ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer) -> Int? {
        let result = ZSTD_decompressDCtx(
            tools.zstd, output.baseAddress, output.count, input.baseAddress, input.count)
        return ZSTD_isError(result) == 0 ? result : nil
    }

    /// The CRC-32 of bytes, as in gzip.
    static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        libdeflate_crc32(0, bytes.baseAddress, bytes.count)
    }
}

/// What unpacks, made when it is wanted first.
final class Decompressors {
    private var made: (zstd: OpaquePointer?, deflate: OpaquePointer?)

    /// For zstd; `nil` where memory is short.
    var zstd: OpaquePointer? {
        if made.zstd == nil { made.zstd = ZSTD_createDCtx() }
        return made.zstd
    }

    /// For gzip; `nil` where memory is short.
    var deflate: OpaquePointer? {
        if made.deflate == nil { made.deflate = libdeflate_alloc_decompressor() }
        return made.deflate
    }

    deinit {
        ZSTD_freeDCtx(made.zstd)
        if let deflate = made.deflate { libdeflate_free_decompressor(deflate) }
    }
}
