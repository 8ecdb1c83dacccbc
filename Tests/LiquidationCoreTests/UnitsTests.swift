import LiquidationCore
import Testing

/// Price, Quantity, Notional, Collateral, Rate, Leverage: what each takes and what it refuses.
@Suite("Units") struct UnitsTests {
    private func code(_ body: () throws -> Void) -> CoreError.Code? {
        #expect(throws: CoreError.self, performing: body)?.code
    }

    @Test(arguments: [0, -0.0, -1, .nan, .infinity, -.infinity] as [Double])
    func `a price and a quantity are finite and above zero`(value: Double) {
        #expect(code { _ = try Price(value) } == .notPositive)
        #expect(code { _ = try Quantity(value) } == .notPositive)
    }

    @Test(arguments: [-1, -.leastNonzeroMagnitude, .nan, .infinity, -.infinity] as [Double])
    func `a notional is finite and not negative`(value: Double) {
        #expect(code { _ = try Notional(value) } == .outOfRange)
    }

    @Test(arguments: [.nan, .infinity, -.infinity] as [Double])
    func `a collateral and a rate are finite`(value: Double) {
        #expect(code { _ = try Collateral(value) } == .notFinite)
        #expect(code { _ = try Rate(value) } == .notFinite)
    }

    @Test(arguments: [Double(1).nextDown, 0, -1, .nan, .infinity] as [Double])
    func `a leverage is finite and at least 1`(value: Double) {
        #expect(code { _ = try Leverage(value) } == .outOfRange)
    }

    @Test func `the borders themselves are legal`() throws {
        #expect(try Price(.leastNonzeroMagnitude).value == .leastNonzeroMagnitude)
        #expect(try Quantity(.greatestFiniteMagnitude).value == .greatestFiniteMagnitude)
        #expect(try Notional(0).value == 0)
        #expect(try Collateral(-5).value == -5)
        #expect(try Rate(-0.0001).value == -0.0001)
        #expect(try Leverage(1).value == 1)
    }

    @Test func `values of one unit are ordered`() throws {
        #expect(try Price(1) < Price(2))
        #expect(try Quantity(1) < Quantity(2))
        #expect(try Notional(1) < Notional(2))
        #expect(try Collateral(-1) < Collateral(2))
        #expect(try Rate(-1) < Rate(2))
        #expect(try Leverage(1) < Leverage(2))
    }

    @Test func `an error prints its message and, where there is one, its hint`() {
        let error = #expect(throws: CoreError.self) { try Price(-2) }
        #expect(error?.description == "price must be finite and above zero, was -2.0")
        #expect(CoreError(.outOfRange, "too long", hint: "take less").description == "too long (take less)")
    }

    @Test func `a side has a sign`() {
        #expect(Side.long.sign == 1)
        #expect(Side.short.sign == -1)
        #expect(Side.allCases == [.long, .short])
    }
}
