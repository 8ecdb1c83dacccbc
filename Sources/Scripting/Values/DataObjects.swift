package import MarketData

/// Loaded market data as scripts hold it.
package final class DatasetObject {
    /// The data and what was found.
    package let dataset: Dataset
    /// The path it was loaded from.
    package let path: String

    init(_ dataset: Dataset, path: String) { (self.dataset, self.path) = (dataset, path) }
}
