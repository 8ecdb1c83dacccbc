/// Makes several values side by side and gives them in order.
///
/// Where some cannot be made, the error is that of the first of them, as if they had been made one by one.
package final class InOrder<Value> {
    private let make: (Int) throws(DataError) -> Value
    private let gate = Gate()
    private var results: [Result<Value, DataError>?]
    private var next = 0

    /// - Parameters:
    ///   - count: how many values.
    ///   - make: makes one of them, on any thread.
    package init(count: Int, _ make: @escaping (Int) throws(DataError) -> Value) {
        self.make = make
        results = Array(repeating: nil, count: count)
    }

    /// Makes all values.
    package func run(threads: Int) throws(DataError) -> [Value] {
        Threads.run(min(threads, results.count)) { work() }
        var values: [Value] = []
        values.reserveCapacity(results.count)
        for result in results {
            // What was not made stands behind an error.
            if let result { values.append(try result.get()) }
        }
        return values
    }

    private func work() {
        while let index = take() {
            let result: Result<Value, DataError>
            do {
                result = .success(try make(index))
            } catch {
                result = .failure(error)
            }
            gate.enter {
                results[index] = result
                if case .failure = result { next = results.count }
            }
        }
    }

    private func take() -> Int? {
        gate.enter {
            guard next < results.count else { return nil }
            defer { next += 1 }
            return next
        }
    }
}
