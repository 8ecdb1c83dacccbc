/// Fits a ``StudentRegression``: Newton steps with the observed curvature, or with the expected one where that is not
/// convex.
///
/// Many rows are first fitted on a part of them, evenly spread, so that few steps read all. Rows lie in blocks whose columns lie
/// side by side: sums of products then run over vectors.
struct RegressionFit {
    private let rows: StudentRegression.Rows
    private let range: Range<Int>
    private let columns: [StudentRegression.Standard]
    private let scale: StudentRegression.Standard

    init(
        _ rows: StudentRegression.Rows, _ range: Range<Int>, _ columns: [StudentRegression.Standard],
        _ scale: StudentRegression.Standard
    ) {
        (self.rows, self.range, self.columns, self.scale) = (rows, range, columns, scale)
    }

    /// About how many rows the first steps read.
    private static let firstRows = 8192
    /// Steps of one round; a handful is usual.
    private static let mostSteps = 60

    /// The weights of the best fit.
    func weights() -> [Double] {
        var weights = start()
        let stride = range.count / Self.firstRows
        if stride > 1 { weights = ascend(from: weights, every: stride) }
        return ascend(from: weights, every: 1)
    }

    /// Centre and scale of the outcomes alone.
    private func start() -> [Double] {
        let outcomes = rows.outcome[range]
        let count = Double(outcomes.count)
        let mean = outcomes.reduce(0) { $0 + max($1, StudentRegression.floor) } / count
        let variance =
            outcomes.reduce(0) { sum, outcome in
                let distance = max(outcome, StudentRegression.floor) - mean
                return sum + distance * distance
            } / count
        var weights = [Double](repeating: 0, count: columns.count + 3)
        weights[0] = mean
        weights[columns.count + 1] = Elementary.log(max(variance.squareRoot(), 1e-3))
        return weights
    }

    /// Steps until a further one would gain nothing.
    private func ascend(from start: [Double], every stride: Int) -> [Double] {
        var weights = start
        var blocks = blocks(every: stride)
        var here = Curvature(&blocks, weights, isExpected: false)
        for _ in 0..<Self.mostSteps {
            var step = here.step()
            if step == nil {
                step = Curvature(&blocks, weights, isExpected: true).step()
            }
            guard var step else { break }
            let slope = zip(step, here.gradient).reduce(0) { $0 + $1.0 * $1.1 }
            // So near, the step is right to the last digits, and values differ by rounding only.
            guard slope < -1e-9 * here.count else { return zip(weights, step).map { $0 + $1 } }
            var taken = false
            for _ in 0..<40 {
                let next = zip(weights, step).map { $0 + $1 }
                let there = Curvature(&blocks, next, isExpected: false)
                if there.value <= here.value {
                    (weights, here, taken) = (next, there, true)
                    break
                }
                step = step.map { $0 / 2 }
            }
            guard taken else { break }
        }
        return weights
    }

    /// Rows brought to standard, some hundred a block.
    private func blocks(every stride: Int) -> [RegressionBlock] {
        var (blocks, next) = ([RegressionBlock](), range.lowerBound)
        while next < range.upperBound {
            blocks.append(
                RegressionBlock(
                    rows, from: &next, to: range.upperBound, every: stride, columns, scale))
        }
        return blocks
    }

    /// The objective at some weights: minus the log likelihood and the ridge, with its first and second derivatives.
    private struct Curvature {
        private(set) var value = 0.0
        private(set) var gradient: [Double]
        private var hessian: [Double]
        let count: Double
        private let size: Int

        init(_ blocks: inout [RegressionBlock], _ weights: [Double], isExpected: Bool) {
            size = weights.count
            (gradient, hessian) = (
                [Double](repeating: 0, count: size), [Double](repeating: 0, count: size * size)
            )
            var rows = 0
            for block in blocks.indices {
                rows += blocks[block].count
                value += blocks[block].derive(weights, isExpected: isExpected)
                blocks[block].addProducts(&gradient, &hessian)
            }
            count = Double(rows)
            // The ridge spares the intercept and the level of the scale.
            let pull = StudentRegression.ridge * count
            for index in 0..<size where index != 0 && index != size - 2 {
                value += pull * weights[index] * weights[index]
                gradient[index] += 2 * pull * weights[index]
                hessian[index * size + index] += 2 * pull
            }
        }

        /// The Newton step; `nil` where the curvature is not convex.
        func step() -> [Double]? {
            var factor = hessian
            for column in 0..<size {
                var pivot = factor[column * size + column]
                for other in 0..<column {
                    pivot -= factor[column * size + other] * factor[column * size + other]
                }
                guard pivot > 1e-9 * count * 1e-6 else { return nil }
                let root = pivot.squareRoot()
                factor[column * size + column] = root
                for row in (column + 1)..<max(size, column + 1) {
                    var sum = factor[row * size + column]
                    for other in 0..<column {
                        sum -= factor[row * size + other] * factor[column * size + other]
                    }
                    factor[row * size + column] = sum / root
                }
            }
            var step = gradient.map { -$0 }
            for row in 0..<size {
                for other in 0..<row { step[row] -= factor[row * size + other] * step[other] }
                step[row] /= factor[row * size + row]
            }
            for row in (0..<size).reversed() {
                for other in (row + 1)..<max(size, row + 1) {
                    step[row] -= factor[other * size + row] * step[other]
                }
                step[row] /= factor[row * size + row]
            }
            return step
        }
    }
}
