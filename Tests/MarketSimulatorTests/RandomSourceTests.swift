import Glibc
import MarketSimulator
import Testing

@Suite("RandomSource") struct RandomSourceTests {
    @Test func `SplitMix64 gives the words of its published test vector`() {
        // Seed 1234567: the vector of Rosetta Code's "Pseudo-random numbers/Splitmix64".
        var word: UInt64 = 1_234_567
        let words = (0..<5).map { _ in RandomSource.mix(&word) }
        #expect(
            words == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test func `xoshiro256 starstar gives the words of its reference code`() {
        // State 1, 2, 3, 4: computed by hand for the first two, the rest as in the tests of Rust's rand_xoshiro.
        var random = RandomSource(state: (1, 2, 3, 4))
        let words = (0..<6).map { _ in random.next() }
        #expect(
            words == [
                11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360,
                607_988_272_756_665_600,
            ])
    }

    @Test func `streams of one seed differ`() {
        var (first, second) = (RandomSource(seed: 7, stream: 1), RandomSource(seed: 7, stream: 2))
        #expect(first.next() != second.next())
    }

    @Test func `normal draws have mean zero and variance one`() {
        var random = RandomSource(seed: 11)
        var (sum, squares) = (0.0, 0.0)
        let count = 40_000
        for _ in 0..<count {
            let draw = random.normal()
            sum += draw
            squares += draw * draw
        }
        // Four standard errors.
        #expect(abs(sum / Double(count)) < 0.02)
        #expect(abs(squares / Double(count) - 1) < 0.03)
    }

    @Test(arguments: [0.01, 1, 20]) func `Poisson draws have their mean`(mean: Double) {
        var random = RandomSource(seed: 12)
        let count = 20_000
        let total = (0..<count).reduce(0) { sum, _ in sum + random.poisson(mean: mean) }
        #expect(abs(Double(total) / Double(count) - mean) < 4 * (mean / Double(count)).squareRoot())
    }

    @Test func `draws by weight follow the weights and never take a zero`() {
        var random = RandomSource(seed: 13)
        var counts = [0, 0, 0]
        for _ in 0..<20_000 { counts[random.index(weights: [1, 0, 3])] += 1 }
        #expect(counts[1] == 0)
        #expect(abs(counts[0] - 5000) < 250)
    }
}
