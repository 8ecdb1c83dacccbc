package import LiquidationCore
package struct TerminalStyle: Sendable { package var columns: Int; package var rows: Int?; package var unicode: Bool; package var color: Bool
 package init(columns: Int, rows: Int? = nil, unicode: Bool, color: Bool) { (self.columns,self.rows,self.unicode,self.color)=(columns,rows,unicode,color)}
 package static func plain(columns: Int) -> TerminalStyle { TerminalStyle(columns: columns, unicode: true, color: false) } }
package struct MapChart { package init(map: LiquidationMap, within: Double, title: String, clusters: [Cluster]) {}
 package func text(_ s: TerminalStyle) -> String { "chart\n" } }
package struct HeatmapChart { package init(heatmap: Heatmap, title: String, within: Double) {}
 package func text(_ s: TerminalStyle) -> String { "chart\n" } }
