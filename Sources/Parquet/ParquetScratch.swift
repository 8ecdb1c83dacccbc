/// Memory that reading needs for a while: kept from one column to the next, it saves the system the handing out of it.
///
/// One serves one reading at a time.
package final class ParquetScratch {
    let window = FileWindow()
    let page = Memory()
    let plain = Memory()
    let lengths = Memory()
    let decompressors = Decompressors()

    /// No memory yet.
    package init() {}
}
