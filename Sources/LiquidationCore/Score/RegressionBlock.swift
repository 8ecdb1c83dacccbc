/// Some hundred rows of a regression as vectors, with the derivatives of their log likelihood.
///
/// Columns in order: the intercept, the slopes, then again the constant and the column of the scale.
struct RegressionBlock {
    private typealias Lane = SIMD4<Double>

    /// Rows are held four a vector, so many vectors a block.
    private static let vectors = 64
    /// How many rows it has.
    let count: Int
    private let size: Int
    private var cells: [Lane]
    private var outcome: [Lane]
    /// One where a row is there and not censored.
    private var isSeen: [Lane]
    private var censored: [Int] = []
    private var (centreSlope, scaleSlope): ([Lane], [Lane])
    private var (centreCurve, mixedCurve, scaleCurve): ([Lane], [Lane], [Lane])
    private var weighted: [Lane]

    /// Takes rows in, every `stride`-th from `next` on; what is left of the block holds zeros.
    init(
        _ rows: StudentRegression.Rows, from next: inout Int, to end: Int, every stride: Int,
        _ columns: [StudentRegression.Standard], _ scale: StudentRegression.Standard
    ) {
        size = columns.count + 3
        let zeros = [Lane](repeating: .zero, count: Self.vectors)
        cells = [Lane](repeating: .zero, count: Self.vectors * size)
        (outcome, isSeen, centreSlope, scaleSlope) = (zeros, zeros, zeros, zeros)
        (centreCurve, mixedCurve, scaleCurve, weighted) = (zeros, zeros, zeros, zeros)
        count = min(Self.vectors * 4, (end - next + stride - 1) / stride)
        let first = next
        next += count * stride
        for index in 0..<count {
            let cell = rows.outcome[first + index * stride]
            if cell <= StudentRegression.floor {
                censored.append(index)
            } else {
                isSeen[index / 4][index % 4] = 1
            }
            outcome[index / 4][index % 4] = max(cell, StudentRegression.floor)
        }
        put(0) { _ in 1 }
        for (column, standard) in columns.enumerated() {
            let source = rows.columns[column]
            put(column + 1) { standard(source[first + $0 * stride]) }
        }
        put(size - 2) { _ in 1 }
        put(size - 1) { scale(rows.scale[first + $0 * stride]) }
    }

    private mutating func put(_ column: Int, _ cell: (Int) -> Double) {
        let base = column * Self.vectors
        for index in 0..<count { cells[base + index / 4][index % 4] = cell(index) }
    }

    /// Derivatives by centre and log scale, row by row; those of second order are the expected ones where asked for.
    ///
    /// - Returns: minus the log likelihood.
    mutating func derive(_ weights: [Double], isExpected: Bool) -> Double {
        let freedom = StudentT.freedom
        var logScales = Lane.zero
        var (product, logs, seen) = (Lane(repeating: 1), 0.0, Lane.zero)
        func logOfProduct() -> Double {
            Elementary.log(product[0] * product[1]) + Elementary.log(product[2] * product[3])
        }
        for vector in 0..<Self.vectors {
            var (centre, logScale) = (Lane.zero, Lane.zero)
            for column in 0..<(size - 2) { centre += weights[column] * cells[column * Self.vectors + vector] }
            for column in (size - 2)..<size {
                logScale += weights[column] * cells[column * Self.vectors + vector]
            }
            logScale.clamp(
                lowerBound: Lane(repeating: StudentRegression.logScales.lowerBound),
                upperBound: Lane(repeating: StudentRegression.logScales.upperBound))
            let inverse = Self.exp(-logScale)
            let distance = (outcome[vector] - centre) * inverse
            let square = distance * distance
            let reciprocal = 1 / (freedom + square)
            let mask = isSeen[vector]
            // By d = (z − centre)/scale: log density's slopes 7d/(6 + d²)/scale and 7d²/(6 + d²) − 1.
            centreSlope[vector] = -mask * inverse * distance * reciprocal * (freedom + 1)
            scaleSlope[vector] = mask * (1 - square * reciprocal * (freedom + 1))
            if isExpected {
                centreCurve[vector] = mask * inverse * inverse * ((freedom + 1) / (freedom + 3))
                mixedCurve[vector] = .zero
                scaleCurve[vector] = mask * (2 * freedom / (freedom + 3))
            } else {
                let twice = mask * reciprocal * reciprocal * (freedom + 1)
                centreCurve[vector] = twice * inverse * inverse * (freedom - square)
                mixedCurve[vector] = twice * inverse * distance * (2 * freedom)
                scaleCurve[vector] = twice * square * (2 * freedom)
            }
            logScales += mask * logScale
            seen += mask
            product *= 1 + mask * square / freedom
            if vector % 16 == 15 {
                logs += logOfProduct()
                product = Lane(repeating: 1)
            }
        }
        logs += logOfProduct()
        var value = logScales.sum() + (freedom + 1) / 2 * logs - StudentT.logPeak * seen.sum()
        for index in censored { value -= deriveCensored(index, weights, isExpected: isExpected) }
        return value
    }

    /// The same for a row of which only the probability of being below the floor counts.
    private mutating func deriveCensored(_ row: Int, _ weights: [Double], isExpected: Bool) -> Double {
        let (vector, lane) = (row / 4, row % 4)
        var (centre, logScale) = (0.0, 0.0)
        for column in 0..<(size - 2) {
            centre += weights[column] * cells[column * Self.vectors + vector][lane]
        }
        for column in (size - 2)..<size {
            logScale += weights[column] * cells[column * Self.vectors + vector][lane]
        }
        let bounds = StudentRegression.logScales
        let inverse = Elementary.exp(-min(max(logScale, bounds.lowerBound), bounds.upperBound))
        let distance = (outcome[vector][lane] - centre) * inverse
        let below = max(StudentT.below(distance), 1e-300)
        let hazard = Elementary.exp(StudentT.logDensity(distance)) / below
        let slope = -(StudentT.freedom + 1) * distance / (StudentT.freedom + distance * distance)
        let change = hazard * (slope - hazard)
        centreSlope[vector][lane] = hazard * inverse
        scaleSlope[vector][lane] = hazard * distance
        centreCurve[vector][lane] = -change * inverse * inverse
        mixedCurve[vector][lane] = -(change * distance + hazard) * inverse
        scaleCurve[vector][lane] = -(change * distance + hazard) * distance
        if isExpected {
            centreCurve[vector][lane] = max(centreCurve[vector][lane], 0)
            mixedCurve[vector][lane] = 0
            scaleCurve[vector][lane] = max(scaleCurve[vector][lane], 0)
        }
        return Elementary.log(below)
    }

    /// Adds the rows' parts of gradient and second derivatives, whose lower half is filled.
    mutating func addProducts(_ gradient: inout [Double], _ hessian: inout [Double]) {
        let scaleBegin = size - 2
        for row in 0..<size {
            let ofScale = row >= scaleBegin
            gradient[row] += dot(ofScale ? scaleSlope : centreSlope, row)
            for vector in 0..<Self.vectors {
                let cell = cells[row * Self.vectors + vector]
                weighted[vector] = (ofScale ? mixedCurve[vector] : centreCurve[vector]) * cell
            }
            for column in 0...min(row, scaleBegin - 1) {
                hessian[row * size + column] += dot(weighted, column)
            }
            guard ofScale else { continue }
            for vector in 0..<Self.vectors {
                weighted[vector] = scaleCurve[vector] * cells[row * Self.vectors + vector]
            }
            for column in scaleBegin...row { hessian[row * size + column] += dot(weighted, column) }
        }
    }

    @inline(__always)
    private func dot(_ one: [Lane], _ column: Int) -> Double {
        var (even, odd) = (Lane.zero, Lane.zero)
        let base = column * Self.vectors
        for vector in stride(from: 0, to: Self.vectors, by: 2) {
            even += one[vector] * cells[base + vector]
            odd += one[vector + 1] * cells[base + vector + 1]
        }
        return (even + odd).sum()
    }

    /// e to the power of numbers within ±4: the sixteenth power of a short series.
    private static func exp(_ x: Lane) -> Lane {
        let small = x / 16
        var sum = Lane(repeating: 1)
        for degree in stride(from: 12.0, through: 1, by: -1) { sum = 1 + sum * small / degree }
        for _ in 0..<4 { sum *= sum }
        return sum
    }
}
