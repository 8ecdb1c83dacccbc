import LiquidationCore
import PlainText

/// Reads rows of positions.
struct PositionReader {
    /// A row in the core's terms.
    struct Row {
        let market: PositionMarket
        let position: Position
        let mark: Price
        let others: OtherPositions
    }

    private let header: PositionHeader
    private var markets: PositionMarkets
    private let venue: Int?
    private let symbol: Int?

    init(_ header: PositionHeader, _ lookup: @escaping PositionMarket.Lookup) {
        self.header = header
        markets = PositionMarkets(lookup)
        (venue, symbol) = (header[.venue], header[.symbol])
    }

    /// Reads one row.
    @inline(__always)
    mutating func read(
        _ text: UnsafePointer<UInt8>, _ fields: borrowing RowSplitter
    ) throws(PositionFault) -> Row {
        guard fields.count == header.count else {
            let isBlank = fields.count == 1 && fields[0].start == fields[0].end
            throw PositionFault(
                column: nil,
                isBlank ? "blank line" : "\(fields.count) columns, \(header.count) expected")
        }
        let market = try markets.find(
            venue: cell(venue, text, fields), symbol: cell(symbol, text, fields))
        let side = try side(text, fields)
        let entry = try needed(.entry, text, fields)
        let quantity = try quantity(market, text, fields)
        let (leverage, margin) = (try number(.leverage, text, fields), try number(.margin, text, fields))
        var position: Position
        do {
            if let leverage {
                guard leverage >= 1 else { throw refused(.leverage, "must be at least 1", text, fields) }
                position = Position(
                    side: side, entry: try Price(entry), quantity: try Quantity(quantity),
                    leverage: try Leverage(leverage))
                if let margin { position.margin = try Collateral(margin) }
            } else if let margin {
                position = Position(
                    side: side, entry: try Price(entry), quantity: try Quantity(quantity),
                    margin: try Collateral(margin))
            } else {
                throw PositionFault(column: nil, "neither leverage nor margin is given")
            }
            if let extra = try number(.extra_margin, text, fields) {
                position.extraMargin = try Collateral(extra)
            }
            if let paid = try number(.funding_paid, text, fields) {
                position.fundingPaid = try Collateral(paid)
            }
            if let due = try number(.funding_due, text, fields) { position.fundingDue = try Collateral(due) }
            let mark = try number(.mark, text, fields)
            let (required, profit) = (
                try number(.other_maintenance, text, fields), try number(.other_pnl, text, fields)
            )
            return Row(
                market: market, position: position, mark: try mark.map { try Price($0) } ?? position.entry,
                others: required == nil && profit == nil
                    ? .none
                    : OtherPositions(
                        requirement: try Collateral(required ?? 0), profit: try Collateral(profit ?? 0)))
        } catch let fault as PositionFault {
            throw fault
        } catch {
            throw PositionFault(column: nil, "\(error)")
        }
    }

    @inline(__always)
    private func cell(
        _ place: Int?, _ text: UnsafePointer<UInt8>, _ fields: borrowing RowSplitter
    ) -> UnsafeBufferPointer<UInt8> {
        guard let place else { return UnsafeBufferPointer(start: nil, count: 0) }
        let (start, end) = fields[place]
        return UnsafeBufferPointer(start: text + start, count: end - start)
    }

    @inline(__always)
    private func side(
        _ text: UnsafePointer<UInt8>, _ fields: borrowing RowSplitter
    ) throws(PositionFault) -> Side {
        let cell = cell(header[.side], text, fields)
        if cell.count == 4 || cell.count == 5 {
            // Letters in either case.
            var word: UInt64 = 0
            for byte in cell { word = word << 8 | UInt64(byte | 0x20) }
            if word == 0x6C_6F6E67 { return .long }
            if word == 0x73_686F7274 { return .short }
        }
        throw refused(.side, "must be long or short", text, fields)
    }

    @inline(__always)
    private func quantity(
        _ market: PositionMarket, _ text: UnsafePointer<UInt8>, _ fields: borrowing RowSplitter
    ) throws(PositionFault) -> Double {
        let quantity = try number(.quantity, text, fields)
        let contracts = try number(.contracts, text, fields)
        switch (quantity, contracts) {
        case (let quantity?, nil): return quantity
        case (nil, let contracts?):
            guard let size = market.contractSize else {
                throw refused(
                    .contracts, "the size of a contract is not built in: give a quantity", text, fields)
            }
            let product = contracts * size
            guard product.isFinite, product > 0 else {
                throw refused(.contracts, "is out of range", text, fields)
            }
            return product
        case (nil, nil): throw PositionFault(column: "quantity", "a quantity or contracts are needed")
        case (_?, _?): throw PositionFault(column: "contracts", "either quantity or contracts, not both")
        }
    }

    @inline(__always)
    private func needed(
        _ column: PositionField, _ text: UnsafePointer<UInt8>, _ fields: borrowing RowSplitter
    ) throws(PositionFault) -> Double {
        guard let value = try number(column, text, fields) else {
            throw PositionFault(column: column.name, "must not be empty")
        }
        return value
    }

    /// The number of a cell; `nil` where it is empty or the column absent.
    @inline(__always)
    private func number(
        _ column: PositionField, _ text: UnsafePointer<UInt8>, _ fields: borrowing RowSplitter
    ) throws(PositionFault) -> Double? {
        guard let place = header[column] else { return nil }
        let (start, end) = fields[place]
        guard start < end else { return nil }
        guard let value = DecimalNumber.parse(text + start, end - start) else {
            throw refused(column, "must be a plain number such as 0.5 or 1e-3", text, fields)
        }
        guard value.isFinite, value > 0 || !column.isPositive else {
            throw refused(
                column, value.isFinite ? "must be above zero" : "is too large for a number", text, fields)
        }
        return value
    }

    private func refused(
        _ column: PositionField, _ rule: String, _ text: UnsafePointer<UInt8>,
        _ fields: borrowing RowSplitter
    ) -> PositionFault {
        let cell = cell(header[column], text, fields)
        return PositionFault(column: column.name, "\(rule), was \(Echo.quoted(cell))")
    }
}

/// Reads, prices and writes rows: everything that one thread holds.
struct PositionRows: ~Copyable {
    /// Counts of what became of the chunk's rows.
    private(set) var summary = PositionBatch.Summary()
    private(set) var output: PositionOutput
    private var reader: PositionReader
    private var splitter = RowSplitter(limits: Limits())

    init(_ reader: PositionReader, capacity: Int) {
        self.reader = reader
        output = PositionOutput(capacity: capacity)
    }

    /// Prices the rows of a text.
    ///
    /// - Parameters:
    ///   - text: padded as the splitter needs it.
    ///   - range: where the rows are; it ends at a line break, or at the end of the file.
    ///   - first: the number of the first row.
    ///   - stops: whether a bad row ends it.
    mutating func price(
        _ text: UnsafePointer<UInt8>, _ range: (start: Int, end: Int), first: Int, stops: Bool
    ) {
        output.clear()
        summary = PositionBatch.Summary()
        var (position, row) = (range.start, first)
        while position < range.end {
            let fault = splitter.split(text, from: position, end: range.end)
            position = splitter.next
            summary.rows += 1
            do throws(PositionFault) {
                if let fault { throw PositionFault(column: nil, fault.text(Limits())) }
                try priceRow(row, text)
            } catch {
                var error = error
                error.row = row
                summary.bad += 1
                if summary.faults.count < PositionBatch.detailed { summary.faults.append(error) }
                if stops { return }
                output.add(error)
            }
            row += 1
        }
    }

    @inline(__always)
    private mutating func priceRow(_ row: Int, _ text: UnsafePointer<UInt8>) throws(PositionFault) {
        let terms = try reader.read(text, splitter)
        let market = terms.market
        let answer: PositionPricer.Answer
        do throws(CoreError) {
            answer = try market.pricer.answer(terms.position, mark: terms.mark, others: terms.others)
        } catch { throw PositionFault(column: nil, "\(error)") }
        if market.isAssumed { summary.assumed += 1 }
        if answer.exceedsTable { summary.beyond += 1 }
        output.add(row: row, answer, mark: terms.mark, isAssumed: market.isAssumed)
    }
}
