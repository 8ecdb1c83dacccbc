import Engine
import LiquidationCore
package import Plugins

extension FunctionPage {
    /// All of them but the console's commands, in the order of the reference.
    package static let all: [FunctionPage] =
        pages(LiqNamespace.members) + pages(ListedPlugin.members)
        + pages(PriceAPI.price) + pages(PriceAPI.account) + pages(HeldPosition.members)
        + pages(DatasetAPI.members) + pages(MapAPI.members) + pages(MapAPI.sessionMembers)
        + pages(Cluster.members) + pages(Signal.members) + pages(ClusterMove.members)
        + pages(DeltaAPI.members) + pages(ExplanationAPI.members) + pages(DepositRow.members)
        + pages(HeatmapAPI.members)
        + VectorPages.all + BarColumns.pages + pages(SeriesObject.members)
        + pages(RungQuestion.positionMembers) + pages(Tier.members) + SpecPages.all + ManifestPages.all

    private static func pages<Object>(_ members: [LuaMember<Object>]) -> [FunctionPage] {
        members.map(\.page)
    }
}

extension APIReference {
    /// What scripts, plugins and their tests can reach.
    package static let standard = APIReference(FunctionPage.all)
}
