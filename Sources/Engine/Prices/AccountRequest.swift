package import LiquidationCore
import MarketData
import PlainText

/// An account whose positions are to be priced.
package struct AccountRequest {
    /// What a position of an account can have.
    package static let names = PositionField.all(.holding).map(\.name)

    private let account: Account
    private var warnings: [String]

    /// An account by its wallet and positions.
    ///
    /// - Parameters:
    ///   - wallet: its balance, settlement units.
    ///   - positions: fields of each; `mode` is cross unless it says isolated.
    /// - Throws: ``EngineError`` that names position, field, rule and value.
    package init(wallet: Double, positions: [PriceFields]) throws {
        var (holdings, warnings): ([Holding], [String]) = ([], [])
        for var fields in positions {
            if fields["mode"] == nil { fields["mode"] = .text("cross") }
            let request = try PriceRequest(fields, inAccount: true)
            holdings.append(
                Holding(
                    request.market.instrument, request.position, mark: request.mark,
                    isIsolated: !request.isCross))
            for warning in request.market.warnings where !warnings.contains(warning) {
                warnings.append(warning)
            }
        }
        account = Account(wallet: try Collateral(wallet), holdings: holdings)
        self.warnings = warnings
    }

    /// The account of a file.
    ///
    /// - Parameters:
    ///   - path: JSON or CSV.
    ///   - shared: fields for positions that lack them.
    ///   - given: the balance, where the file has none or it shall not count.
    /// - Throws: `DataError` or ``EngineError`` that names file, position and field.
    package init(file path: String, shared: [String: PriceFields.Value], wallet given: Double?) throws {
        let file = try AccountFile(path)
        func value(_ value: AccountFile.Value) -> PriceFields.Value {
            switch value {
            case .number(let number): .number(number)
            case .text(let text): .text(text)
            }
        }
        let own = try PriceFields(
            file.wallet.map { ["wallet": value($0)] } ?? [:], code: .badInput
        ) { "\(path): \($0)" }.number("wallet")
        guard let wallet = given ?? own else {
            throw EngineError(
                .badInput, "\(path): the account's wallet is missing",
                hint: "--wallet AMOUNT, or \"wallet\" in the file")
        }
        let positions = try file.positions.enumerated().map { index, fields in
            for name in fields.keys.sorted() where !Self.names.contains(name) {
                throw EngineError(
                    .badInput, "\(path), position \(index + 1): no field '\(name)'",
                    hint: Spelling.hint(for: name, among: Self.names)
                        ?? "there are \(Self.names.joined(separator: ", "))")
            }
            return PriceFields(
                shared.merging(fields.mapValues(value)) { $1 }, code: .badInput
            ) { "\(path), position \(index + 1), \($0)" }
        }
        try self.init(wallet: wallet, positions: positions)
        warnings += file.notes.map { "\(path): \($0)" }
    }

    /// Prices it.
    ///
    /// - Throws: `CoreError` where its positions do not settle alike.
    package func document() throws(CoreError) -> AccountDocument {
        try AccountDocument(engine: EngineVersion.text, account, warnings: warnings)
    }
}
