extension RowReader {
    /// Takes all rows of a piece that is clean.
    ///
    /// - Returns: false where its times have another unit than those before, or its rows another symbol.
    mutating func take(_ piece: borrowing CleanRows) -> Bool {
        guard table.unit == nil || table.unit == piece.unit else { return false }
        if let symbol = piece.symbol {
            guard table.symbol == nil || table.symbol?.utf8.elementsEqual(symbol) == true else {
                return false
            }
            if table.symbol == nil { table.symbol = String(decoding: symbol, as: UTF8.self) }
        }
        flush()
        table.unit = piece.unit
        table.time.append(contentsOf: UnsafeBufferPointer(start: piece.times, count: piece.rows))
        let times = piece.times
        var isOrdered = times[0] >= lastTime
        for row in 1..<max(1, piece.rows) { isOrdered = isOrdered && times[row] >= times[row - 1] }
        if !isOrdered {
            for row in 0..<piece.rows where times[row] < (row == 0 ? lastTime : times[row - 1]) {
                table.outOfOrder.add(place + row)
            }
        }
        lastTime = times[piece.rows - 1]
        for cell in table.columns.indices {
            let cells = UnsafeBufferPointer(start: piece.column(cell), count: piece.rows)
            table.columns[cell].append(contentsOf: cells)
            if piece.mayBeBlank[cell] {
                let blanks = cells.count { $0.isNaN }
                let first = cells.firstIndex { $0.isNaN } ?? 0
                table.blanks[cell].add(blanks, from: place + first)
            }
            if cell == checks.openInterest, let first = cells.firstIndex(of: 0) {
                table.zeroOpenInterest.add(cells.count { $0 == 0 }, from: place + first)
            }
        }
        place += piece.rows
        return true
    }

    /// Hands all rows so far to a sink and keeps none.
    mutating func drain(into sink: any TradeSink) throws(DataError) {
        flush()
        guard !table.time.isEmpty else { return }
        func cells(_ slot: Slot) -> [Double] {
            table.layout.slots.firstIndex(of: slot).map { table.columns[$0] } ?? []
        }
        let chunk = TradeChunk(
            file: table.file, time: table.time, price: cells(.tradePrice), quantity: cells(.tradeQuantity),
            makers: cells(.buyerIsMaker))
        // Where a row was bad the lines are not these, but then the bad row is the error.
        try sink.take(chunk, line: place - chunk.count)
        table.time.removeAll(keepingCapacity: true)
        for cell in table.columns.indices { table.columns[cell].removeAll(keepingCapacity: true) }
    }
}
