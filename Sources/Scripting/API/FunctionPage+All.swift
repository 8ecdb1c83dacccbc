package import Plugins

extension FunctionPage {
    /// All of them but the console's commands, in the order of the reference.
    package static let all: [FunctionPage] =
        LiqNamespace.pages + PriceAPI.pages + DatasetAPI.pages + MapAPI.pages + MapAPI.sessionPages
        + RecordPages.map
        + MapAPI.moves + DeltaAPI.pages + ExplanationAPI.pages + RecordPages.explanation + HeatmapAPI.pages
        + VectorPages.all + BarPages.all
        + MarginPages.all + SpecPages.all + ManifestPages.all
}

extension APIReference {
    /// What scripts, plugins and their tests can reach.
    package static let standard = APIReference(FunctionPage.all)
}
