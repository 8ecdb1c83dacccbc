/// The ways in which values are written, by their numbers in the format.
///
/// - Source: apache/parquet-format, Encodings.md.
enum Encoding {
    static let (plain, plainDictionary, rle, bitPacked, deltaPacked) = (0, 2, 3, 4, 5)
    static let (deltaLength, deltaText, dictionary, streamSplit) = (6, 7, 8, 9)

    /// An error that says by name what cannot be read.
    static func unsupported(_ encoding: Int, _ what: String) -> ParquetError {
        let names = [
            "PLAIN", "GROUP_VAR_INT", "PLAIN_DICTIONARY", "RLE", "BIT_PACKED", "DELTA_BINARY_PACKED",
            "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY", "RLE_DICTIONARY", "BYTE_STREAM_SPLIT",
        ]
        let name = names.indices.contains(encoding) ? names[encoding] : "number \(encoding)"
        return ParquetError(
            .unsupported, "the encoding \(name) of \(what) is not read", hint: Compression.advice)
    }
}
