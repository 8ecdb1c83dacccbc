extension CoreError {
    /// Figures that overflow.
    static var tooLarge: CoreError {
        CoreError(.outOfRange, "size, price or margin is too large to calculate with")
    }
}

extension Instrument {
    /// Collateral of an isolated position without its profit: its margin, or what its leverage asked for, with
    /// what was added and less the funding paid.
    ///
    /// - Throws: ``CoreError`` `.invalidModel` where neither margin nor leverage is known, `.outOfRange` where it is
    ///   too large to calculate with.
    public func wallet(of position: Position) throws(CoreError) -> Collateral {
        Collateral(unchecked: try collateral(of: position))
    }

    @inline(__always)
    func collateral(of position: Position) throws(CoreError) -> Double {
        let margin: Double
        if let given = position.margin {
            margin = given.value
        } else if let leverage = position.leverage {
            margin = initialMargin(of: position, share: 1 / leverage.value)
        } else {
            throw CoreError(.invalidModel, "a position needs its leverage or its margin: neither was given")
        }
        let wallet = margin + position.extraMargin.value - position.fundingPaid.value
        guard wallet.isFinite else { throw .tooLarge }
        return wallet
    }

    /// What opening asked for where `share` of the value is put up, with fees that the venue adds or takes.
    @inline(__always)
    func initialMargin(of position: Position, share: Double) -> Double {
        let entry = contract.coordinate(of: position.entry.value)
        let value = position.quantity.value * entry
        var margin = value * share
        if let fee = rule.closingFee, fee.isReserved {
            let bankruptcy = entry * (1 - contract.turn(position.side) * share)
            margin += fee.rate.value * position.quantity.value * bankruptcy
        }
        switch rule.openingFee {
        case .fromWallet: break
        case .fromMargin(let rate): margin -= rate.value * value
        case .inMargin(let rate): margin += rate.value * value
        }
        return margin
    }
}
