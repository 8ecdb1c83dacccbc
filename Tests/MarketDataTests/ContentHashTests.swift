import MarketData
import Testing

@Suite("ContentHash") struct ContentHashTests {
    /// - Source: NIST, "Examples with Intermediate Values", SHA-256; FIPS 180-4 for the empty message.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `the hash is SHA-256`(text: String, hash: String) { #expect(ContentHash.sha256(text.utf8) == hash) }

    @Test func `the hash of a million letters is their SHA-256`() {
        let hash = ContentHash.sha256(repeatElement(UInt8(ascii: "a"), count: 1_000_000))
        #expect(hash == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func `bytes that come in parts give the hash of the whole`() {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for part in [1, 3, 63, 64, 65, 128, 999] {
            var hash = ContentHash()
            for start in stride(from: 0, to: bytes.count, by: part) {
                bytes[start..<min(bytes.count, start + part)].withUnsafeBytes { hash.add($0) }
            }
            #expect(hash.finish() == ContentHash.sha256(bytes))
        }
    }
}
